package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.parquet.ScalarColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The content of a table, of any format. */
interface TableRows {
  /** Receives a row. */
  @FunctionalInterface
  interface Row {
    /**
     * Adds a row.
     *
     * @param number number of the row as users count it
     * @param values values of the wanted columns; null where there is none
     */
    void add(long number, String[] values);
  }

  /**
   * Returns the names of the columns.
   *
   * @throws DataException if the first row is malformed
   */
  List<String> columns() throws IOException;

  /**
   * Reads all rows.
   *
   * @param columns names among {@link #columns}
   * @throws DataException if the table is malformed
   */
  void read(List<String> columns, Row row) throws IOException;

  /** Returns whether a missing value is a mistake, because the format has another sign for null. */
  boolean requiresValues();

  /** A Parquet file in memory. */
  record Parquet(String name, byte[] content) implements TableRows {
    @Override
    public List<String> columns() throws IOException {
      try (ParquetFile file = ParquetFile.of(name, content)) {
        return file.schema().getFields().stream().map(Type::getName).toList();
      }
    }

    @Override
    public void read(List<String> columns, Row row) throws IOException {
      try (ParquetFile file = ParquetFile.of(name, content)) {
        List<Type> types = columns.stream().map(column -> file.schema().getType(column)).toList();
        MessageType schema = new MessageType(file.schema().getName(), types);
        List<ScalarColumn> scalars = new ArrayList<>();
        columns.forEach(column -> scalars.add(ScalarColumn.of(name, schema, column)));
        long number = 1;
        for (int group = 0; group < file.groups().size() && !columns.isEmpty(); group++) {
          ParquetRows rows = file.rows(group, schema);
          for (Group next = rows.next(); next != null; next = rows.next()) {
            Group current = next;
            row.add(
                number++,
                scalars.stream().map(scalar -> scalar.text(current)).toArray(String[]::new));
          }
        }
      }
    }

    @Override
    public boolean requiresValues() {
      return false;
    }
  }
}
