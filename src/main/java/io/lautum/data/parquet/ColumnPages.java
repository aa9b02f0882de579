package io.lautum.data.parquet;

import io.lautum.DataException;
import io.lautum.PrintableText;
import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;
import shaded.parquet.org.apache.thrift.TException;

/**
 * The pages of one column in one row group, read one at a time. Parquet's reader loads the whole
 * column instead, which for images may be larger than memory.
 */
final class ColumnPages implements PageReader {
  /** Far above the size of a page's header, whose strings are the least and greatest value. */
  private static final int HEADER_BYTES = 1 << 16;

  /** Some writers check the size of a page only after a thousand values. */
  private static final int MOST_BYTES = 1 << 29;

  /** Content that is accepted for a page of any size. */
  private static final long UNPACKED_BYTES = 16L << 20;

  /** Maximum ratio of larger contents to their stored bytes. */
  private static final long EXPANSION = 256;

  /** Every value of a dictionary takes at least the four bytes of a number or a length. */
  private static final int DICTIONARY_VALUE_BYTES = Integer.BYTES;

  private final String where;
  private final InputStream chunk;
  private final ColumnChunkMetaData column;
  private final BytesInputDecompressor decompressor;
  private PageHeader header;
  private long values;

  /**
   * @param where file and column, for messages
   * @param chunk the bytes of the column
   */
  ColumnPages(
      String where,
      InputStream chunk,
      ColumnChunkMetaData column,
      BytesInputDecompressor decompressor) {
    this.where = where;
    this.chunk = chunk;
    this.column = column;
    this.decompressor = decompressor;
  }

  @Override
  public long getTotalValueCount() {
    return column.getValueCount();
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    try {
      header = nextHeader();
      DictionaryPageHeader dictionary = header.getDictionary_page_header();
      if (header.getType() != PageType.DICTIONARY_PAGE || dictionary == null) {
        return null;
      }
      byte[] page = unpacked(stored(), 0, header.getUncompressed_page_size());
      header = null;
      int count = dictionary.getNum_values();
      if (count < 0 || count > page.length / DICTIONARY_VALUE_BYTES) {
        throw invalid("a dictionary of values that fit in " + page.length + " bytes", "" + count);
      }
      return new DictionaryPage(
          BytesInput.from(page), count, encoding(dictionary.getEncoding().name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataPage readPage() {
    try {
      while (values < column.getValueCount()) {
        PageHeader next = header == null ? nextHeader() : header;
        header = next;
        byte[] stored = stored();
        DataPage page = page(next, stored);
        header = null;
        if (page != null) {
          values += page.getValueCount();
          return page;
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a page of data, or null for another one, which readers may skip. */
  private DataPage page(PageHeader next, byte[] stored) throws IOException {
    int size = next.getUncompressed_page_size();
    if (next.getType() == PageType.DATA_PAGE && next.isSetData_page_header()) {
      DataPageHeader data = next.getData_page_header();
      return new DataPageV1(
          BytesInput.from(unpacked(stored, 0, size)),
          checkedValues(data.getNum_values()),
          size,
          null,
          encoding(data.getRepetition_level_encoding().name()),
          encoding(data.getDefinition_level_encoding().name()),
          encoding(data.getEncoding().name()));
    }
    if (next.getType() != PageType.DATA_PAGE_V2 || !next.isSetData_page_header_v2()) {
      return null;
    }
    DataPageHeaderV2 data = next.getData_page_header_v2();
    int repetition = data.getRepetition_levels_byte_length();
    int definition = data.getDefinition_levels_byte_length();
    if (repetition < 0 || definition < 0 || stored.length - repetition < definition) {
      throw invalid("levels within the page", repetition + " and " + definition + " bytes");
    }
    int levels = repetition + definition;
    byte[] content =
        data.isIs_compressed()
            ? unpacked(stored, levels, size - levels)
            : Arrays.copyOfRange(stored, levels, stored.length);
    return DataPageV2.uncompressed(
        checkedValues(data.getNum_rows()),
        checkedValues(data.getNum_nulls()),
        checkedValues(data.getNum_values()),
        BytesInput.from(stored, 0, repetition),
        BytesInput.from(stored, repetition, definition),
        encoding(data.getEncoding().name()),
        BytesInput.from(content),
        null);
  }

  private int checkedValues(int count) {
    if (count < 0 || count > column.getValueCount() - values) {
      throw invalid(Text.format("at most %d values", column.getValueCount() - values), "" + count);
    }
    return count;
  }

  private static Encoding encoding(String name) {
    return Encoding.valueOf(name);
  }

  private PageHeader nextHeader() throws IOException {
    PageHeader next = new PageHeader();
    try {
      next.read(BoundedProtocol.of(chunk, HEADER_BYTES));
    } catch (TException | RuntimeException e) {
      // Thrift throws runtime exceptions on some malformed structures.
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw invalid("an intact page header", PrintableText.quoted(e));
    }
    return next;
  }

  private byte[] stored() throws IOException {
    int size = header.getCompressed_page_size();
    if (size < 0 || size > MOST_BYTES || size > column.getTotalSize()) {
      throw invalid(Text.format("a page of at most %d bytes", MOST_BYTES), "" + size);
    }
    byte[] stored = chunk.readNBytes(size);
    if (stored.length < size) {
      throw invalid(Text.format("a page of %d bytes", size), stored.length + "");
    }
    return stored;
  }

  private byte[] unpacked(byte[] stored, int from, int size) throws IOException {
    int count = stored.length - from;
    long most = Math.min(MOST_BYTES, UNPACKED_BYTES + EXPANSION * count);
    if (size < 0 || size > most) {
      throw invalid(Text.format("a page that unpacks to at most %d bytes", most), "" + size);
    }
    if (column.getCodec() == CompressionCodecName.UNCOMPRESSED || size == 0) {
      return Arrays.copyOfRange(stored, from, stored.length);
    }
    try {
      // The decompressor allocates the size in Snappy's preamble.
      if (column.getCodec() == CompressionCodecName.SNAPPY
          && Snappy.uncompressedLength(stored, from, count) != size) {
        throw new IOException("another size in the content");
      }
      return decompressor.decompress(BytesInput.from(stored, from, count), size).toByteArray();
    } catch (IOException e) {
      throw invalid(Text.format("a page that unpacks to %d bytes", size), PrintableText.quoted(e));
    }
  }

  private DataException invalid(String expected, String found) {
    return new DataException(Text.format("%s: expected %s, found %s", where, expected, found));
  }
}
