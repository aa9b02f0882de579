package io.lautum.cli;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The failures of several checks, which are reported together. */
final class Findings {
  private final List<RuntimeException> found = new ArrayList<>();

  /** Runs a check and keeps its finding. */
  void check(Runnable check) {
    try {
      check.run();
    } catch (UserException | ResourceException e) {
      found.add(e);
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Reports all findings.
   *
   * @throws UserException if a finding is a mistake, because a retry would not help
   * @throws ResourceException if all of them may be temporary
   */
  void report() {
    if (found.size() == 1) {
      throw found.get(0);
    }
    if (!found.isEmpty()) {
      String message =
          Text.format("%d problems: ", found.size())
              + IntStream.range(0, found.size())
                  .mapToObj(i -> Text.format("(%d) %s", i + 1, found.get(i).getMessage()))
                  .collect(Collectors.joining("; "));
      throw found.stream().anyMatch(UserException.class::isInstance)
          ? new UserException(message)
          : new ResourceException(message);
    }
  }
}
