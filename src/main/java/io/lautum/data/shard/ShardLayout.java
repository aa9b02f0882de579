package io.lautum.data.shard;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.parquet.BoundedProtocol;
import io.lautum.data.parquet.ParquetFooter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Checks the sizes that a Parquet file declares against its length, before Parquet's reader
 * allocates arrays of these sizes. A file passes if it has the layout that {@link ShardWriter}
 * writes: plain values in version 1 pages, compressed by Snappy.
 */
final class ShardLayout {
  /**
   * Far above the size of a page's header, whose only strings are the least and the greatest value.
   */
  private static final int PAGE_HEADER_BYTES = 1 << 16;

  /** Bounds Snappy's expansion, in which three bytes encode a copy of up to 64 bytes. */
  private static final int MAX_EXPANSION = 32;

  /** Allowed content of small pages, which consist mostly of Snappy's preamble. */
  private static final int SMALL_PAGE_BYTES = 64;

  private final Path path;
  private final FSDataInputStream file;
  private final long length;

  private ShardLayout(Path path, FSDataInputStream file, long length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  /**
   * Checks a file's layout and its number of examples.
   *
   * @param examples expected number of examples
   * @throws DataException if the file does not have the layout of a shard, or has another number of
   *     examples
   */
  static void check(FileSystem files, Path path, long examples) throws IOException {
    try (FSDataInputStream file = files.open(path)) {
      new ShardLayout(path, file, files.getFileStatus(path).getLen()).check(examples);
    }
  }

  private void check(long examples) throws IOException {
    FileMetaData footer = footer();
    long rows = 0;
    for (RowGroup group : footer.getRow_groups()) {
      rows += group.getNum_rows();
      for (ColumnChunk column : group.getColumns()) {
        checkColumn(column.getMeta_data(), group.getNum_rows());
      }
    }
    if (rows != examples || footer.getNum_rows() != examples) {
      throw new DataException(
          Text.format(
              "%s: expected %d examples as in manifest.json, found %d; run prepare --overwrite",
              path, examples, rows));
    }
  }

  private FileMetaData footer() throws IOException {
    try {
      return ParquetFooter.read(path.toString(), length, this::bytes);
    } catch (DataException e) {
      throw new DataException(e.getMessage() + "; run prepare --overwrite", e);
    }
  }

  private void checkColumn(ColumnMetaData column, long rows) throws IOException {
    if (column == null) {
      throw invalid(length, "columns inside the file", "none or elsewhere");
    }
    long from = column.getData_page_offset();
    long size = column.getTotal_compressed_size();
    if (from < ParquetFooter.magicBytes() || size < 0 || size > length - from) {
      throw invalid(from, "a column within the file", size + " bytes");
    }
    if (column.getCodec() != CompressionCodec.SNAPPY || column.isSetDictionary_page_offset()) {
      throw invalid(from, "plain values compressed by SNAPPY", column.getCodec() + "");
    }
    long values = 0;
    long at = from;
    while (at < from + size) {
      int window = (int) Math.min(PAGE_HEADER_BYTES, from + size - at);
      ByteArrayInputStream in = new ByteArrayInputStream(bytes(at, window));
      PageHeader header = new PageHeader();
      try {
        header.read(BoundedProtocol.of(in, window));
      } catch (TException e) {
        throw invalid(at, "an intact page header", e.getMessage());
      }
      long content = at + window - in.available();
      checkPage(header, content, from + size - content);
      values += header.getData_page_header().getNum_values();
      at = content + header.getCompressed_page_size();
    }
    if (values != rows || column.getNum_values() != rows) {
      throw invalid(from, rows + " values in a column", values + "");
    }
  }

  private void checkPage(PageHeader header, long at, long left) throws IOException {
    DataPageHeader data = header.getData_page_header();
    if (header.getType() != PageType.DATA_PAGE
        || data == null
        || data.getEncoding() != Encoding.PLAIN) {
      throw invalid(at, "a page of plain values", header.getType() + "");
    }
    int compressed = header.getCompressed_page_size();
    int uncompressed = header.getUncompressed_page_size();
    if (compressed < 1 || compressed > left) {
      throw invalid(at, Text.format("a page of 1 to %d bytes", left), compressed + "");
    }
    long most = SMALL_PAGE_BYTES + (long) MAX_EXPANSION * compressed;
    long declared = snappyLength(bytes(at, Math.min(compressed, 5)));
    if (uncompressed < 0 || uncompressed > most || declared != uncompressed) {
      throw invalid(
          at,
          Text.format("a page that unpacks to at most %d bytes", most),
          Text.format("%d, and %d in Snappy's preamble", uncompressed, declared));
    }
    // Every value takes at least four bytes: a 32-bit number or the length of an array.
    if (data.getNum_values() < 0 || (long) data.getNum_values() * Integer.BYTES > uncompressed) {
      throw invalid(
          at,
          Text.format("only values that fit in %d bytes", uncompressed),
          data.getNum_values() + "");
    }
  }

  /** Returns the content length that Snappy's format starts with: 7 bits per byte, lowest first. */
  private static long snappyLength(byte[] preamble) {
    long value = 0;
    for (int i = 0; i < preamble.length; i++) {
      value |= (long) (preamble[i] & 0x7f) << (7 * i);
      if (preamble[i] >= 0) {
        return value;
      }
    }
    return -1;
  }

  private byte[] bytes(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    file.readFully(at, bytes);
    return bytes;
  }

  private DataException invalid(long offset, String expected, String found) {
    return new DataException(
        Text.format(
            "%s: offset %d: expected %s, found %s; run prepare --overwrite",
            path, offset, expected, found));
  }
}
