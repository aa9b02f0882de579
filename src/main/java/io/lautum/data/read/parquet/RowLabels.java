package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.parquet.ScalarColumn;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;

/** Reads the labels and subsets of the rows of one file, without its images. */
final class RowLabels {
  /** More images than one file has. It bounds the time that a small file can cost. */
  private static final long MOST_ROWS = 1 << 22;

  private final ParquetFile file;
  private final TablePart part;
  private final LabelColumns columns;

  RowLabels(ParquetFile file, TablePart part, LabelColumns columns) {
    this.file = file;
    this.part = part;
    this.columns = columns;
  }

  /** Receives the label of a row. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Adds a row.
     *
     * @param row position in the row group, from 0
     * @param className the class; null if it is unknown
     * @param subset value of the column of subsets; null if there is none
     */
    void add(int row, String className, String subset) throws IOException;
  }

  /**
   * Returns the number of rows in a file.
   *
   * @throws DataException if it is larger than any file has, or negative
   */
  static long count(ParquetFile file) {
    long rows = 0;
    for (long group : file.groups()) {
      rows += group;
      if (group < 0 || rows > MOST_ROWS) {
        throw new DataException(
            Text.format("%s: expected at most %d rows, found more", file.name(), MOST_ROWS));
      }
    }
    return rows;
  }

  /**
   * Reads a row group.
   *
   * @param group index of the group
   * @throws DataException if the file is damaged, or a label is unknown
   */
  void read(int group, Receiver receiver) throws IOException {
    count(file);
    int rows = Math.toIntExact(file.groups().get(group));
    Map<String, String> partitions = part.partitions();
    MessageType schema = columns.projection(file, part);
    ScalarColumn label = column(schema, columns.label());
    ScalarColumn subset = columns.subset() == null ? null : column(schema, columns.subset());
    ParquetRows stored = schema.getFieldCount() == 0 ? null : file.rows(group, schema);
    for (int row = 0; row < rows; row++) {
      Group values = stored == null ? null : stored.next();
      String text = label == null ? partitions.get(columns.label()) : label.text(values);
      String name = columns.className(file.name(), group, row, text);
      receiver.add(
          row, name, subset == null ? partitions.get(columns.subset()) : subset.text(values));
    }
  }

  private ScalarColumn column(MessageType schema, String name) {
    return schema.containsField(name) ? ScalarColumn.of(file.name(), schema, name) : null;
  }
}
