package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.file.ContainerEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table with a row of column names (RFC 4180) that has the class of each image, separated by
 * commas, semicolons or tabs.
 */
final class LabelTable {
  private static final int MOST_ROWS = 1 << 21;

  private final String name;
  private final String text;
  private final char separator;
  private int position;
  private int row;

  private LabelTable(String name, byte[] content) {
    this.name = name;
    String decoded = new String(content, StandardCharsets.UTF_8);
    this.text = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    String first = text.lines().findFirst().orElse("");
    this.separator = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(',') >= 0 ? ',' : ';';
  }

  /**
   * Returns the classes by path.
   *
   * @param name path of the table, for messages
   * @throws DataException if a column or a value is missing, or a path leads out of the folder
   */
  static Map<String, String> read(
      String name, byte[] content, String pathColumn, String labelColumn) {
    LabelTable table = new LabelTable(name, content);
    List<String> columns = table.next();
    int path = table.column(columns, pathColumn, "path-column");
    int label = table.column(columns, labelColumn, "label-column");
    Map<String, String> classes = new HashMap<>();
    for (List<String> values = table.next(); values != null; values = table.next()) {
      if (values.size() <= Math.max(path, label)) {
        throw new DataException(
            "%s: row %d: expected %d columns, found %d"
                .formatted(name, table.row, columns.size(), values.size()));
      }
      // Rejects paths out of the folder.
      String image =
          ContainerEntry.of(name + ": row " + table.row, values.get(path).strip(), false, 0).path();
      String known = classes.put(image, values.get(label).strip());
      if (known != null && !known.equals(values.get(label).strip())) {
        throw new DataException(
            "%s: row %d: expected one label per image, found \"%s\" and \"%s\" for %s"
                .formatted(name, table.row, known, values.get(label).strip(), image));
      }
      if (classes.size() > MOST_ROWS) {
        throw new DataException(
            "%s: expected at most %d rows, found more".formatted(name, MOST_ROWS));
      }
    }
    return classes;
  }

  /** Returns the names of the columns, for messages. */
  static List<String> columns(String name, byte[] content) {
    List<String> columns = new LabelTable(name, content).next();
    return columns == null ? List.of() : columns;
  }

  private int column(List<String> columns, String wanted, String key) {
    int index = columns == null ? -1 : columns.indexOf(wanted);
    if (index < 0) {
      throw new DataException(
          "%s: expected the column \"%s\" (key %s), found %s"
              .formatted(name, wanted, key, columns == null ? "no columns" : columns));
    }
    return index;
  }

  /** Returns the values of the next row that is not empty; null at the end. */
  private List<String> next() {
    while (position < text.length()) {
      row++;
      List<String> values = new ArrayList<>();
      boolean more;
      do {
        more = value(values);
      } while (more);
      if (values.size() > 1 || !values.get(0).isBlank()) {
        return values;
      }
    }
    return null;
  }

  /** Reads one value, and returns whether the row has another. */
  private boolean value(List<String> values) {
    StringBuilder value = new StringBuilder();
    boolean quoted = position < text.length() && text.charAt(position) == '"';
    position += quoted ? 1 : 0;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (quoted && c == '"') {
        boolean escaped = position < text.length() && text.charAt(position) == '"';
        if (!escaped) {
          quoted = false;
          continue;
        }
        position++;
      } else if (!quoted && (c == separator || c == '\n')) {
        values.add(value.toString());
        return c == separator;
      } else if (!quoted && c == '\r') {
        continue;
      }
      value.append(c);
    }
    values.add(value.toString());
    return false;
  }
}
