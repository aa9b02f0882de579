package io.lautum.data.image;

import io.lautum.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates class names from any source, because they appear in tables, files and reports. */
public final class ClassNames {
  /** More classes than any dataset has. */
  public static final int MAX_CLASSES = 1 << 16;

  private static final int MAX_LENGTH = 255;

  /** Control characters, line ends, and characters that change the direction of writing. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");

  private ClassNames() {}

  /**
   * Returns whether a name is not blank, at most 255 characters long, and without control
   * characters.
   */
  public static boolean isAllowed(String name) {
    return name != null
        && !name.isBlank()
        && name.length() <= MAX_LENGTH
        && !UNPRINTABLE.matcher(name).find();
  }

  /**
   * Returns a copy of the names.
   *
   * @throws IllegalArgumentException if there are no names or too many, if a name occurs twice, or
   *     if a name is not {@linkplain #isAllowed allowed}
   */
  public static List<String> checked(List<String> names) {
    if (names == null || names.isEmpty() || names.size() > MAX_CLASSES) {
      throw new IllegalArgumentException(
          Text.format(
              "expected 1 to %d class names, found %s",
              MAX_CLASSES, names == null ? null : names.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!isAllowed(name)) {
        throw new IllegalArgumentException(
            Text.format(
                "expected class names of 1 to %d printable characters, found \"%s\"",
                MAX_LENGTH, name));
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            Text.format("expected every class once, found \"%s\" twice", name));
      }
    }
    return List.copyOf(names);
  }
}
