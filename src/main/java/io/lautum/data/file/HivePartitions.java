package io.lautum.data.file;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The columns that Hive and Spark store in the names of folders: the files in {@code
 * split=train/label=cat} have the columns {@code split} and {@code label}. Special characters are
 * written as {@code %} and two hexadecimal digits.
 */
public final class HivePartitions {
  /** The name that stands for null. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private HivePartitions() {}

  /**
   * Returns the columns that the folders of a path have, from the outermost.
   *
   * @param path path of a file
   * @return values by name; null where the value is missing
   */
  public static Map<String, String> of(String path) {
    Map<String, String> columns = new LinkedHashMap<>();
    String[] parts = path.split("/");
    for (int i = 0; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        columns.put(decoded(parts[i].substring(0, equals)), value(parts[i].substring(equals + 1)));
      }
    }
    return columns;
  }

  /** Returns the value that follows {@code =} in a folder's name; null where it is missing. */
  public static String value(String stored) {
    return stored.equals(NULL) ? null : decoded(stored);
  }

  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      boolean escape =
          text.charAt(i) == '%'
              && i + 2 < text.length()
              && Character.digit(text.charAt(i + 1), 16) >= 0
              && Character.digit(text.charAt(i + 2), 16) >= 0;
      decoded.append(
          escape ? (char) Integer.parseInt(text.substring(i + 1, i + 3), 16) : text.charAt(i));
      i += escape ? 3 : 1;
    }
    return decoded.toString();
  }
}
