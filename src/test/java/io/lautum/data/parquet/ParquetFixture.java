package io.lautum.data.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files with Parquet's own writer. */
public final class ParquetFixture {
  private final MessageType schema;
  private final List<Group> rows = new ArrayList<>();
  private Map<String, String> properties = Map.of();
  private CompressionCodecName codec = CompressionCodecName.SNAPPY;
  private WriterVersion version = WriterVersion.PARQUET_1_0;
  private boolean dictionary = true;
  private int rowsPerGroup = 1 << 20;

  private ParquetFixture(MessageType schema) {
    this.schema = schema;
  }

  /** Returns a file without rows, with the columns of Parquet's notation. */
  public static ParquetFixture of(String columns) {
    return new ParquetFixture(MessageTypeParser.parseMessageType("message m {" + columns + "}"));
  }

  public ParquetFixture row(Consumer<Group> values) {
    Group row = new SimpleGroupFactory(schema).newGroup();
    values.accept(row);
    rows.add(row);
    return this;
  }

  public ParquetFixture properties(Map<String, String> values) {
    properties = values;
    return this;
  }

  public ParquetFixture codec(CompressionCodecName name) {
    codec = name;
    return this;
  }

  public ParquetFixture version(WriterVersion pages, boolean withDictionary) {
    version = pages;
    dictionary = withDictionary;
    return this;
  }

  public ParquetFixture rowsPerGroup(int count) {
    rowsPerGroup = count;
    return this;
  }

  public List<Group> rows() {
    return rows;
  }

  public Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .withType(schema)
            .withExtraMetaData(properties)
            .withCompressionCodec(codec)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withPageRowCountLimit(7)
            // A group that is larger than a byte when it is checked ends.
            .withMinRowCountForPageSizeCheck(rowsPerGroup)
            .withMaxRowCountForPageSizeCheck(rowsPerGroup)
            .withRowGroupSize(1L)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  /** Returns the bytes of the file. */
  public byte[] bytes(Path folder) throws IOException {
    return Files.readAllBytes(write(folder.resolve("fixture.parquet")));
  }
}
