package io.lautum.data.parquet;

import io.lautum.DataException;
import io.lautum.PrintableText;
import io.lautum.Text;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet file. Its rows are read a row group at a time, of wanted columns only, and one page
 * per column is in memory.
 */
public final class ParquetFile implements Closeable {
  /** Bounds the nesting of a schema, too. */
  private static final int MOST_ELEMENTS = 1 << 11;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final SeekableInputStream in;
  private final long length;
  private final ParquetMetadata metadata;
  private final CodecFactory codecs;

  private ParquetFile(String name, SeekableInputStream in, long length, Configuration configuration)
      throws IOException {
    this.name = name;
    this.in = in;
    this.length = length;
    FileMetaData footer = ParquetFooter.read(name, length, this::bytes);
    requireUsable(footer);
    try {
      metadata = new ParquetMetadataConverter().fromParquetMetadata(footer);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    codecs = new CodecFactory(configuration, BUFFER_BYTES);
  }

  /**
   * Opens a file and reads its footer.
   *
   * @throws DataException if the file is not an intact Parquet file
   */
  public static ParquetFile open(Configuration hadoop, FileStatus file) throws IOException {
    FSDataInputStream in = file.getPath().getFileSystem(hadoop).open(file.getPath());
    try {
      return new ParquetFile(
          file.getPath().toString(), HadoopStreams.wrap(in), file.getLen(), hadoop);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads the footer of a file in memory.
   *
   * @param name path of the file, for messages
   * @throws DataException if the content is not an intact Parquet file
   */
  public static ParquetFile of(String name, byte[] content) throws IOException {
    return new ParquetFile(name, new MemoryFile(content), content.length, new Configuration(false));
  }

  private void requireUsable(FileMetaData footer) {
    if (footer.getSchemaSize() > MOST_ELEMENTS) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d columns, found %d",
              name, MOST_ELEMENTS, footer.getSchemaSize()));
    }
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        if (column.getMeta_data() == null || column.isSetFile_path()) {
          throw new DataException(
              Text.format(
                      "%s: expected readable columns within the file, found an encrypted column or"
                          + " a",
                      name)
                  + " reference to another file");
        }
      }
    }
  }

  /** Returns the path of the file, for messages. */
  public String name() {
    return name;
  }

  public MessageType schema() {
    return metadata.getFileMetaData().getSchema();
  }

  /** Returns what the writer has stored about the whole file, by name. */
  public Map<String, String> properties() {
    return metadata.getFileMetaData().getKeyValueMetaData();
  }

  /** Returns the number of rows of each row group. */
  public List<Long> groups() {
    return metadata.getBlocks().stream().map(BlockMetaData::getRowCount).toList();
  }

  /**
   * Opens the rows of a row group, to be read before this file is closed.
   *
   * @param group index in {@link #groups}
   * @param columns a part of {@link #schema}
   * @throws DataException if a column is not within the file or its first page is damaged
   */
  public ParquetRows rows(int group, MessageType columns) throws IOException {
    BlockMetaData block = metadata.getBlocks().get(group);
    if (block.getRowCount() == 0) {
      // Parquet's reader rejects columns without values.
      return ParquetRows.none(this);
    }
    Map<String, ColumnChunkMetaData> chunks = new HashMap<>();
    block.getColumns().forEach(chunk -> chunks.put(chunk.getPath().toDotString(), chunk));
    Map<ColumnDescriptor, PageReader> pages = new HashMap<>();
    for (ColumnDescriptor column : columns.getColumns()) {
      String path = String.join(".", column.getPath());
      pages.put(column, pages(path, chunks.get(path), block.getRowCount()));
    }
    return ParquetRows.open(this, columns, pages, block.getRowCount());
  }

  private PageReader pages(String path, ColumnChunkMetaData chunk, long rows) throws IOException {
    String where = Text.format("%s: column %s", name, path);
    long from = chunk == null ? 0 : chunk.getStartingPos();
    if (chunk == null
        || from < ParquetFooter.magicBytes()
        || chunk.getTotalSize() < 0
        || chunk.getTotalSize() > length - from
        || chunk.getValueCount() < rows) {
      throw new DataException(
          Text.format(
              "%s: expected %d values within the file, found another place or number",
              where, rows));
    }
    try {
      return new ColumnPages(
          where,
          new BufferedInputStream(
              new ChunkStream(in, from, chunk.getTotalSize()),
              (int) Math.max(1, Math.min(BUFFER_BYTES, chunk.getTotalSize()))),
          chunk,
          codecs.getDecompressor(chunk.getCodec()));
    } catch (RuntimeException e) {
      throw new DataException(
          Text.format(
              "%s: expected a compression that is available, found %s", where, chunk.getCodec()),
          e);
    }
  }

  private byte[] bytes(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    try {
      in.seek(at);
      in.readFully(bytes);
    } catch (EOFException | ChecksumException e) {
      throw new DataException(
          Text.format(
              "%s: expected %d intact bytes, found: %s", name, length, PrintableText.quoted(e)),
          e);
    }
    return bytes;
  }

  /** Returns the exception for a fault that Parquet's classes report as a runtime exception. */
  DataException damaged(RuntimeException fault) {
    return fault instanceof DataException known
        ? known
        : new DataException(
            Text.format(
                "%s: expected an intact Parquet file, found: %s",
                name,
                fault.getMessage() == null
                    ? fault.getClass().getSimpleName()
                    : fault.getMessage().lines().findFirst().orElse("")),
            fault);
  }

  /** Returns the program that wrote the file; readers work around the faults of old ones. */
  String writer() {
    return metadata.getFileMetaData().getCreatedBy();
  }

  @Override
  public void close() throws IOException {
    codecs.release();
    in.close();
  }
}
