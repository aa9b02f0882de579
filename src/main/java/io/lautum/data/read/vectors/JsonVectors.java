package io.lautum.data.read.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Vectors in an object in JSON per line: an array, or fields of one number each. */
final class JsonVectors extends VectorTable {
  /** Python writes NaN. A second object on a line would be lost without the other feature. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Rows whose fields are the columns: a row does not name the fields that it lacks. */
  private static final int ROWS_OF_COLUMNS = 10_000;

  private final Map<String, String> partitions;
  private final VectorColumns columns;
  private final TextLines lines;
  private JsonNode row;

  JsonVectors(Configuration hadoop, TablePart part, VectorColumns columns) throws IOException {
    super(part.file(), 0);
    this.columns = columns;
    partitions = part.partitions();
    lines = TextLines.open(hadoop, part.file());
  }

  /**
   * Returns the fields of the first {@value #ROWS_OF_COLUMNS} rows. The first value that is not
   * null decides what a field has.
   */
  static VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
    Map<String, JsonNode> first = new LinkedHashMap<>();
    try (JsonVectors table = new JsonVectors(hadoop, part, VectorColumns.UNNAMED)) {
      for (int i = 0; i < ROWS_OF_COLUMNS && table.next(); i++) {
        table
            .row
            .fields()
            .forEachRemaining(
                field ->
                    first.merge(
                        field.getKey(),
                        field.getValue(),
                        (old, value) -> old.isNull() ? value : old));
      }
    }
    List<String> arrays = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    Set<String> texts = new LinkedHashSet<>();
    first.forEach(
        (name, value) -> {
          if (value.isArray()) {
            arrays.add(name);
          } else if (value.isValueNode()) {
            texts.add(name);
            if (value.isNumber() || value.isBoolean() || value.isNull()) {
              numbers.add(name);
            }
          }
        });
    if (!first.containsKey(VectorColumns.LABEL)) {
      // The labelled rows may be in another file.
      texts.add(VectorColumns.LABEL);
    }
    texts.addAll(part.partitions().keySet());
    return new VectorColumns.Available(arrays, numbers, texts);
  }

  @Override
  boolean advance() throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    row = line == null ? null : object(line);
    return row != null;
  }

  private JsonNode object(String line) {
    if (line.stripLeading().startsWith("[")) {
      throw fault(
          "expected an object in JSON on one line, found an array; write one object per line"
              + " (pandas: to_json(…, orient=\"records\", lines=True))");
    }
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw (DataException)
          fault("expected an object in JSON on one line, found: " + e.getOriginalMessage())
              .initCause(e);
    }
    throw fault("expected an object in JSON on one line, found another value");
  }

  @Override
  String text(String column) {
    if (partitions.containsKey(column)) {
      return partitions.get(column);
    }
    JsonNode value = row.get(column);
    if (value == null || value.isNull() || value.isNumber() && Double.isNaN(value.asDouble())) {
      return null;
    }
    if (!value.isValueNode()) {
      throw fault(
          Text.format(
              "column %s: expected a text or a number, found %s",
              column, value.isArray() ? "an array" : "an object"));
    }
    return value.asText();
  }

  @Override
  float[] values() {
    List<String> names = columns.vector();
    if (!columns.arrays()) {
      float[] values = new float[names.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(row.get(names.get(i)), names.get(i));
      }
      return values;
    }
    String name = names.get(0);
    JsonNode array = row.get(name);
    if (array == null || !array.isArray()) {
      throw fault(Text.format("column %s: expected an array, found none", name));
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(array.get(i), name);
    }
    return values;
  }

  private float value(JsonNode value, String column) {
    if (value == null || value.isNull()) {
      return Float.NaN;
    }
    if (value.isNumber()) {
      return finite(value.asDouble(), column);
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? 1 : 0;
    }
    if (value.isTextual()) {
      return number(value.asText(), column);
    }
    throw fault(Text.format("column %s: expected a number, found another value", column));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
