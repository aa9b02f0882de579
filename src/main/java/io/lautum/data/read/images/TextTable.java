package io.lautum.data.read.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lautum.data.read.CsvRows;
import io.lautum.data.read.TextCharset;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of texts: values separated by commas, semicolons, tabs or vertical lines below a row of
 * column names (RFC 4180), or objects in JSON, one per line or in an array.
 */
final class TextTable implements TableRows {
  private static final CsvRows CSV = new CsvRows(1 << 12, 1 << 16);

  private final String name;
  private final String text;
  private final boolean json;

  /**
   * Creates a table.
   *
   * @param name path of the table, for messages
   * @param suffix the file's suffix in lower case, which says whether it has JSON
   */
  TextTable(String name, String suffix, byte[] content) {
    this.name = name;
    String decoded = new String(content, TextCharset.of(content));
    this.text = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    this.json = List.of("json", "jsonl", "ndjson").contains(suffix);
  }

  /** Returns whether a file starts as an array of objects in JSON does. */
  static boolean isArray(byte[] content) {
    String start = new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8);
    return start.matches("(?s)\ufeff?\\s*\\[\\s*(\\{.*)?");
  }

  @Override
  public List<String> columns() throws IOException {
    if (json) {
      List<String> columns = new ArrayList<>();
      try (JsonObjects objects = new JsonObjects(name, text)) {
        if (objects.hasNext()) {
          objects.next().fieldNames().forEachRemaining(columns::add);
        }
      }
      return columns;
    }
    CsvParser rows = parser();
    String[] header = next(rows);
    rows.stopParsing();
    return header == null ? List.of() : List.of(header);
  }

  @Override
  public void read(List<String> columns, Row row) throws IOException {
    if (json) {
      try (JsonObjects objects = new JsonObjects(name, text)) {
        for (int number = 1; objects.hasNext(); number++) {
          JsonNode object = objects.next();
          row.add(
              number, columns.stream().map(column -> text(object, column)).toArray(String[]::new));
        }
      }
      return;
    }
    List<String> all = columns();
    int[] places = columns.stream().mapToInt(all::indexOf).toArray();
    CsvParser parser = parser();
    next(parser);
    int number = 2;
    for (String[] values = next(parser); values != null; values = next(parser)) {
      String[] found = values;
      row.add(
          number++,
          Arrays.stream(places).mapToObj(place -> value(found, place)).toArray(String[]::new));
    }
  }

  /** Blank values are mistakes. */
  @Override
  public boolean requiresValues() {
    return true;
  }

  private static String text(JsonNode object, String column) {
    JsonNode value = object.get(column);
    return value == null || !value.isValueNode() || value.isNull() ? null : value.asText();
  }

  private static String value(String[] values, int column) {
    return column >= values.length ? null : values[column];
  }

  private CsvParser parser() {
    CsvParserSettings settings =
        CSV.settings(text.lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
    settings.setInputBufferSize(1 << 14);
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(new StringReader(text));
    return parser;
  }

  private String[] next(CsvParser parser) throws IOException {
    return CSV.next(parser, name);
  }
}
