package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import java.util.regex.Pattern;

/** The rows of one file, one at a time. Before the first {@link #next} there is no row. */
abstract class VectorTable implements Closeable {
  private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?inf(inity)?");

  /** A number with a comma, for decimals or for thousands. */
  private static final Pattern COMMA = Pattern.compile("[+-]?[\\d.]*,[\\d.,]+([eE][+-]?\\d+)?");

  private static final String POINT =
      "; write a point before decimals, and nothing between thousands";

  private final String file;
  private long row;

  /**
   * @param file path of the file, for messages
   * @param before number of the row before the first, as users count rows
   */
  VectorTable(String file, long before) {
    this.file = file;
    this.row = before;
  }

  /**
   * Moves to the next row; returns false after the last.
   *
   * @throws DataException if the file is malformed
   */
  final boolean next() throws IOException {
    row++;
    return advance();
  }

  abstract boolean advance() throws IOException;

  /** Returns the value of a column that is not a vector; null if it is missing. */
  abstract String text(String column);

  /**
   * Returns the row's vector, in which NaN is missing.
   *
   * @throws DataException if a value is neither missing nor a number
   */
  abstract float[] values();

  /** Returns a number, or throws if it is infinite as a float. */
  final float finite(double value, String column) {
    float number = (float) value;
    if (Float.isInfinite(number)) {
      throw fault(Text.format("column %s: expected a finite float, found %s", column, value));
    }
    return number;
  }

  /**
   * Returns the number that a text has, 1 for true and 0 for false; NaN if the text is empty or a
   * name of a missing value.
   */
  final float number(String text, String column) {
    String stripped = text == null ? "" : text.strip();
    switch (stripped) {
      case "", "NA", "<NA>", "#N/A", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "-nan":
        return Float.NaN;
      case "true", "True", "TRUE":
        return 1;
      case "false", "False", "FALSE":
        return 0;
      default:
        try {
          return finite(parsed(stripped), column);
        } catch (NumberFormatException e) {
          throw (DataException)
              fault(
                      Text.format(
                          "column %s: expected a number, found \"%s\"%s",
                          column,
                          shown(stripped),
                          COMMA.matcher(stripped).matches() ? POINT : remedy()))
                  .initCause(e);
        }
    }
  }

  /** Java's parser also accepts the suffixes of its literals, as in 1d, and hexadecimal digits. */
  private static double parsed(String text) {
    char last = text.charAt(text.length() - 1);
    if (last != '.' && (last < '0' || last > '9')
        || text.indexOf('x') >= 0
        || text.indexOf('X') >= 0) {
      if (INFINITE.matcher(text).matches()) {
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(text);
  }

  /** Returns the end of a message about a column that has texts. */
  String remedy() {
    return "";
  }

  /** Returns the start of a text, for messages. */
  static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** Returns the exception for a fault in the current row. */
  final DataException fault(String fault) {
    return new DataException(Text.format("%s: row %d: %s", file, row, fault));
  }

  final String file() {
    return file;
  }
}
