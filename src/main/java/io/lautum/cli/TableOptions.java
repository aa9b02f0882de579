package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a table of methods, numbers of labels and draws. */
final class TableOptions {
  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "<method>",
      description = "Methods to compare; overrides the key methods.")
  private List<String> methods = List.of();

  @Option(
      names = "--draws",
      paramLabel = "<n>",
      description = "Labelled draws per number of labels; overrides the key draws.")
  private Integer draws;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "<n>",
      description = "Numbers of labelled target examples; overrides the key labels.")
  private List<Integer> labels = List.of();

  /** Returns the given options as {@code key=value} of the configuration. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    if (!methods.isEmpty()) {
      overrides.add("methods=" + String.join(",", methods));
    }
    if (!labels.isEmpty()) {
      overrides.add("labels=" + labels);
    }
    if (draws != null) {
      overrides.add("draws=" + draws);
    }
    return overrides;
  }

  /**
   * Checks that no option was given, for commands without such a table.
   *
   * @param block configuration block with keys that replace these options
   * @throws UserException if any of the options was given
   */
  void requireNone(String block) {
    if (!overrides().isEmpty()) {
      throw new UserException(
          Text.format(
              "--methods, --labels and --draws do not apply to %s; set -D %1$s.method=…, -D"
                  + " %1$s.labels=…, -D %1$s.draws=…",
              block));
    }
  }
}
