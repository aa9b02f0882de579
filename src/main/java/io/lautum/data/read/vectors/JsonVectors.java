package io.lautum.data.read.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Vectors in an object in JSON per line: an array, or fields of one number each. */
final class JsonVectors extends VectorTable {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  static VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
    List<String> arrays = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    Set<String> texts = new LinkedHashSet<>();
    try (JsonVectors table = new JsonVectors(hadoop, part, VectorColumns.UNNAMED)) {
      if (table.next()) {
        table
            .row
            .fields()
            .forEachRemaining(
                field -> {
                  JsonNode value = field.getValue();
                  if (value.isArray()) {
                    arrays.add(field.getKey());
                  } else if (value.isValueNode()) {
                    texts.add(field.getKey());
                    if (value.isNumber() || value.isNull()) {
                      numbers.add(field.getKey());
                    }
                  }
                });
      }
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
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw (DataException)
          fault("expected an object in JSON, found: " + e.getOriginalMessage()).initCause(e);
    }
    throw fault("expected an object in JSON, found another value");
  }

  @Override
  String text(String column) {
    if (partitions.containsKey(column)) {
      return partitions.get(column);
    }
    JsonNode value = row.get(column);
    return value == null || value.isNull() || !value.isValueNode() ? null : value.asText();
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
