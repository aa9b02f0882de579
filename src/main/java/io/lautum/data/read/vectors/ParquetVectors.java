package io.lautum.data.read.vectors;

import io.lautum.Text;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.parquet.ScalarColumn;
import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Vectors in a Parquet file. */
final class ParquetVectors extends VectorTable {
  private final ParquetFile file;
  private final MessageType schema;
  private final Map<String, String> partitions;
  private final Map<String, ScalarColumn> texts = new LinkedHashMap<>();
  private final List<NumericColumn> vector = new ArrayList<>();
  private final List<String> names;
  private ParquetRows rows;
  private int group;
  private long withoutColumns;
  private Group values;

  /**
   * @param vectors whether the columns of the vector are read
   */
  ParquetVectors(Configuration hadoop, TablePart part, VectorColumns columns, boolean vectors)
      throws IOException {
    super(part.file(), 0);
    partitions = part.partitions();
    names = columns.vector();
    file = part.open(hadoop);
    List<Type> types = new ArrayList<>();
    for (String column : columns.texts(partitions.keySet())) {
      types.add(type(column));
    }
    if (vectors) {
      for (String column : names) {
        if (types.stream().noneMatch(known -> known.getName().equals(column))) {
          types.add(type(column));
        }
      }
    }
    schema = new MessageType(file.schema().getName(), types);
    for (String column : columns.texts(partitions.keySet())) {
      texts.put(column, ScalarColumn.of(file.name(), schema, column));
    }
    if (vectors) {
      for (String column : names) {
        NumericColumn numeric = NumericColumn.of(schema, column);
        if (numeric == null || numeric.isArray() != columns.arrays()) {
          throw fault(Text.format("column %s: expected numbers as in the first file", column));
        }
        vector.add(numeric);
      }
    }
  }

  private Type type(String column) {
    if (!file.schema().containsField(column)) {
      throw fault(Text.format("expected the column %s as in the first file, found none", column));
    }
    return file.schema().getType(column);
  }

  static VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
    List<String> arrays = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    Set<String> texts = new LinkedHashSet<>();
    try (ParquetFile file = part.open(hadoop)) {
      for (Type type : file.schema().getFields()) {
        NumericColumn numeric = NumericColumn.of(file.schema(), type.getName());
        if (numeric != null) {
          (numeric.isArray() ? arrays : numbers).add(type.getName());
        }
        if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
          texts.add(type.getName());
        }
      }
    }
    texts.addAll(part.partitions().keySet());
    return new VectorColumns.Available(arrays, numbers, texts);
  }

  @Override
  boolean advance() throws IOException {
    if (schema.getFieldCount() == 0) {
      long all = file.groups().stream().mapToLong(Long::longValue).sum();
      return withoutColumns++ < all;
    }
    values = rows == null ? null : rows.next();
    while (values == null && group < file.groups().size()) {
      rows = file.rows(group++, schema);
      values = rows.next();
    }
    return values != null;
  }

  @Override
  String text(String column) {
    return partitions.containsKey(column) ? partitions.get(column) : texts.get(column).text(values);
  }

  @Override
  float[] values() {
    if (vector.size() == 1 && vector.get(0).isArray()) {
      return vector.get(0).array(values, this);
    }
    float[] numbers = new float[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = vector.get(i).number(values, this);
    }
    return numbers;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
