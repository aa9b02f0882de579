package io.lautum.data.parquet;

import io.lautum.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The rows of one row group of a {@link ParquetFile}, read one at a time. */
public final class ParquetRows {
  private final ParquetFile file;
  private final RecordReader<Group> reader;
  private final long rows;

  /**
   * Groups with values of any length in them; by identity, because equality compares all fields.
   */
  private final Set<GroupType> binary = Collections.newSetFromMap(new IdentityHashMap<>());

  private long read;

  private ParquetRows(
      ParquetFile file, MessageType columns, RecordReader<Group> reader, long rows) {
    this.file = file;
    this.reader = reader;
    this.rows = rows;
    findBinary(columns);
  }

  /** Returns whether a group has values of any length in it. */
  private boolean findBinary(GroupType type) {
    boolean found = false;
    for (Type field : type.getFields()) {
      found |= field.isPrimitive() ? isBinary(field) : findBinary(field.asGroupType());
    }
    if (found) {
      binary.add(type);
    }
    return found;
  }

  private static boolean isBinary(Type field) {
    return field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  static ParquetRows open(
      ParquetFile file, MessageType columns, Map<ColumnDescriptor, PageReader> pages, long rows)
      throws IOException {
    try {
      RecordReader<Group> reader =
          new ColumnIOFactory(file.writer())
              .getColumnIO(columns, file.schema())
              .getRecordReader(new Pages(pages, rows), new GroupRecordConverter(columns));
      return new ParquetRows(file, columns, reader, rows);
    } catch (RuntimeException e) {
      throw fault(file, e);
    }
  }

  static ParquetRows none(ParquetFile file) {
    return new ParquetRows(file, file.schema(), null, 0);
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
      Group row = reader.read();
      requireWhole(row);
      return row;
    } catch (RuntimeException e) {
      throw fault(file, e);
    }
  }

  /**
   * Checks that values do not reach beyond the memory that has them: Parquet's reader does not
   * compare the lengths of a dictionary's values with its page.
   */
  private void requireWhole(Group group) {
    GroupType type = group.getType();
    if (!binary.contains(type)) {
      return;
    }
    for (int field = 0; field < type.getFieldCount(); field++) {
      boolean primitive = type.getType(field).isPrimitive();
      if (primitive && !isBinary(type.getType(field))) {
        continue;
      }
      for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
        if (primitive) {
          group.getBinary(field, i).toByteBuffer();
        } else {
          requireWhole(group.getGroup(field, i));
        }
      }
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
