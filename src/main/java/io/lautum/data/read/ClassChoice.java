package io.lautum.data.read;

import io.lautum.Text;
import io.lautum.UserException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The classes to read from a dataset, in label order.
 *
 * @param wanted class names, each once; empty for all classes of the dataset
 */
public record ClassChoice(List<String> wanted) implements Serializable {
  public ClassChoice {
    wanted = List.copyOf(wanted);
    Set<String> seen = new HashSet<>();
    for (String name : wanted) {
      if (!seen.add(name)) {
        throw new UserException(
            Text.format("classes: expected every class once, found \"%s\" twice", name));
      }
    }
  }

  /**
   * Returns the class names by label index: the chosen ones, or all that are available.
   *
   * @param where name of the dataset, for the message
   * @throws UserException if a chosen class is not available; the message names the nearest
   *     available class by Levenshtein distance
   */
  public List<String> of(List<String> available, String where) {
    for (String name : wanted) {
      if (!available.contains(name)) {
        throw new UserException(
            Text.format(
                "classes: %s has no class \"%s\"; the nearest is \"%s\"; allowed are %s",
                where, name, nearest(name, available), String.join(", ", available)));
      }
    }
    return wanted.isEmpty() ? List.copyOf(available) : wanted;
  }

  private static String nearest(String name, List<String> available) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return available.stream()
        .min(Comparator.comparing(candidate -> distance.apply(name, candidate)))
        .orElseThrow();
  }
}
