package io.lautum.data.read.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lautum.DataException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table with a row per image: values separated by commas, semicolons or tabs below a row of
 * column names (RFC 4180), or an object in JSON per line.
 */
final class LabelTable {
  private static final int MOST_ROWS = 1 << 21;

  private static final int MOST_COLUMNS = 1 << 12;
  private static final int MOST_CHARACTERS = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns that say which subset an image belongs to, if their values do. */
  private static final List<String> SUBSETS =
      List.of("split", "subset", "set", "data set", "partition");

  private final String name;
  private final String text;
  private final boolean json;

  /**
   * Creates a table.
   *
   * @param name path of the table, for messages
   */
  LabelTable(String name, byte[] content) {
    this.name = name;
    String decoded = new String(content, StandardCharsets.UTF_8);
    this.text = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    this.json = suffix.equals("jsonl") || suffix.equals("ndjson");
  }

  /** Receives a row. */
  @FunctionalInterface
  interface Rows {
    /**
     * Adds a row.
     *
     * @param where table and row, for messages
     * @param subset value of the column of subsets; empty if there is none
     */
    void add(String where, String path, String label, Optional<String> subset);
  }

  /**
   * Returns the names of the columns; of the first line's object for JSON.
   *
   * @throws DataException if the first row is malformed
   */
  List<String> columns() {
    if (json) {
      Iterator<String> lines = lines();
      List<String> columns = new ArrayList<>();
      if (lines.hasNext()) {
        object(lines.next(), 1).fieldNames().forEachRemaining(columns::add);
      }
      return columns;
    }
    CsvParser rows = parser();
    String[] header = next(rows);
    rows.stopParsing();
    return header == null ? List.of() : List.of(header);
  }

  /**
   * Reads all rows.
   *
   * @param pathColumn a name among {@link #columns}
   * @param labelColumn a name among {@link #columns}
   * @throws DataException if the table is malformed, or a row has no path or label
   */
  void read(String pathColumn, String labelColumn, Rows rows) {
    List<String> columns = columns();
    String subsetColumn =
        columns.stream()
            .filter(column -> SUBSETS.contains(column.toLowerCase(Locale.ROOT)))
            .filter(column -> !column.equals(labelColumn) && !column.equals(pathColumn))
            .findFirst()
            .orElse(null);
    if (json) {
      Iterator<String> lines = lines();
      for (int row = 1; lines.hasNext(); row++) {
        JsonNode object = object(lines.next(), row);
        add(
            rows,
            row,
            text(object, pathColumn),
            text(object, labelColumn),
            subsetColumn == null ? null : text(object, subsetColumn));
      }
      return;
    }
    int path = columns.indexOf(pathColumn);
    int label = columns.indexOf(labelColumn);
    int subset = subsetColumn == null ? -1 : columns.indexOf(subsetColumn);
    CsvParser parser = parser();
    next(parser);
    int row = 2;
    for (String[] values = next(parser); values != null; values = next(parser)) {
      add(rows, row++, value(values, path), value(values, label), value(values, subset));
    }
  }

  private void add(Rows rows, int row, String path, String label, String subset) {
    String where = name + ": row " + row;
    if (path == null || label == null || path.isBlank() || label.isBlank()) {
      throw new DataException(
          "%s: expected a path and a label, found path %s and label %s"
              .formatted(where, path, label));
    }
    if (row > MOST_ROWS) {
      throw new DataException(
          "%s: expected at most %d rows, found more".formatted(where, MOST_ROWS));
    }
    rows.add(where, path.strip(), label.strip(), Optional.ofNullable(subset).map(String::strip));
  }

  private Iterator<String> lines() {
    return text.lines().filter(line -> !line.isBlank()).iterator();
  }

  private JsonNode object(String line, int row) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s: row %d: expected an object in JSON, found: %s"
              .formatted(name, row, e.getOriginalMessage()),
          e);
    }
    throw new DataException(
        "%s: row %d: expected an object in JSON, found another value".formatted(name, row));
  }

  private static String text(JsonNode object, String column) {
    JsonNode value = object.get(column);
    return value == null || !value.isValueNode() || value.isNull() ? null : value.asText();
  }

  private static String value(String[] values, int column) {
    return column < 0 || column >= values.length ? null : values[column];
  }

  private CsvParser parser() {
    String first = text.lines().findFirst().orElse("");
    CsvParserSettings settings = new CsvParserSettings();
    settings
        .getFormat()
        .setDelimiter(first.indexOf('\t') >= 0 ? '\t' : first.indexOf(',') >= 0 ? ',' : ';');
    settings.getFormat().setLineSeparator("\n");
    settings.setLineSeparatorDetectionEnabled(true);
    settings.getFormat().setComment('\0');
    settings.setInputBufferSize(1 << 14);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(MOST_CHARACTERS);
    settings.setEmptyValue("");
    settings.setNullValue("");
    // A thread that reads ahead would outlive a table that is not read to its end.
    settings.setReadInputOnSeparateThread(false);
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(new StringReader(text));
    return parser;
  }

  private String[] next(CsvParser parser) {
    try {
      return parser.parseNext();
    } catch (TextParsingException e) {
      throw new DataException(
          "%s: line %d: expected at most %d columns of %d characters, found more"
              .formatted(name, e.getLineIndex() + 1, MOST_COLUMNS, MOST_CHARACTERS),
          e);
    }
  }
}
