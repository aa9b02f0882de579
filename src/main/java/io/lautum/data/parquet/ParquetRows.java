package io.lautum.data.parquet;

import io.lautum.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** The rows of one row group of a {@link ParquetFile}, read one at a time. */
public final class ParquetRows {
  private final ParquetFile file;
  private final RecordReader<Group> reader;
  private final long rows;
  private long read;

  private ParquetRows(ParquetFile file, RecordReader<Group> reader, long rows) {
    this.file = file;
    this.reader = reader;
    this.rows = rows;
  }

  static ParquetRows open(
      ParquetFile file, MessageType columns, Map<ColumnDescriptor, PageReader> pages, long rows)
      throws IOException {
    try {
      RecordReader<Group> reader =
          new ColumnIOFactory(file.writer())
              .getColumnIO(columns, file.schema())
              .getRecordReader(new Pages(pages, rows), new GroupRecordConverter(columns));
      return new ParquetRows(file, reader, rows);
    } catch (RuntimeException e) {
      throw fault(file, e);
    }
  }

  static ParquetRows none(ParquetFile file) {
    return new ParquetRows(file, null, 0);
  }

  /**
   * Returns the next row, which may refer to the memory of a page; null after the last.
   *
   * @throws DataException if the file is damaged
   */
  public Group next() throws IOException {
    if (read == rows) {
      return null;
    }
    read++;
    try {
      return reader.read();
    } catch (RuntimeException e) {
      throw fault(file, e);
    }
  }

  /** Returns a failure of the file system; throws one of the content. */
  private static IOException fault(ParquetFile file, RuntimeException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException known) {
        throw known;
      }
      if (cause instanceof UncheckedIOException failure
          && !(failure.getCause() instanceof ChecksumException)) {
        return failure.getCause();
      }
    }
    throw file.damaged(fault);
  }

  private record Pages(Map<ColumnDescriptor, PageReader> byColumn, long rows)
      implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return byColumn.get(column);
    }

    @Override
    public long getRowCount() {
      return rows;
    }
  }
}
