package io.lautum.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFileTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int ROWS = 50;

  @TempDir Path folder;

  private static ParquetFixture fixture() {
    ParquetFixture fixture =
        ParquetFixture.of(
            "optional group image { optional binary bytes; optional binary path (UTF8); }"
                + " optional int64 label; required double unused; optional binary name (UTF8);");
    Random random = new Random(1);
    for (int i = 0; i < ROWS; i++) {
      int row = i;
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      fixture.row(
          group -> {
            if (row % 5 != 0) {
              Group image = group.addGroup("image");
              image.append("bytes", Binary.fromConstantByteArray(bytes));
            }
            if (row % 3 != 0) {
              group.append("label", row % 4L);
            }
            group.append("unused", row / 3.0).append("name", "n" + row % 2);
          });
    }
    return fixture.properties(Map.of("huggingface", "{}"));
  }

  private static ParquetFile open(Path file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    return ParquetFile.open(HADOOP, FileSystem.getLocal(HADOOP).getFileStatus(path));
  }

  private static List<String> read(ParquetFile file, String... columns) throws IOException {
    List<Type> types = Stream.of(columns).map(name -> file.schema().getType(name)).toList();
    MessageType schema = new MessageType("m", types);
    List<String> rows = new ArrayList<>();
    for (int group = 0; group < file.groups().size(); group++) {
      ParquetRows next = file.rows(group, schema);
      for (Group row = next.next(); row != null; row = next.next()) {
        rows.add(text(row, columns));
      }
      assertThat(next.next()).isNull();
    }
    return rows;
  }

  private static List<String> expected(ParquetFixture fixture, String... columns) {
    return fixture.rows().stream().map(row -> text(row, columns)).toList();
  }

  private static String text(Group row, String... columns) {
    StringBuilder text = new StringBuilder();
    for (String column : columns) {
      text.append(column).append('=');
      Type type = row.getType().getType(column);
      if (row.getFieldRepetitionCount(column) == 0) {
        text.append("null");
      } else if (!type.isPrimitive()) {
        text.append('{').append(text(row.getGroup(column, 0), "bytes", "path")).append('}');
      } else if (column.equals("bytes")) {
        text.append(HexFormat.of().formatHex(row.getBinary(column, 0).getBytes()));
      } else {
        text.append(row.getValueToString(row.getType().getFieldIndex(column), 0));
      }
      text.append(' ');
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void readsEveryCompression(CompressionCodecName codec) throws IOException {
    ParquetFixture fixture = fixture().codec(codec);
    try (ParquetFile file = open(fixture.write(folder.resolve("a.parquet")))) {
      assertThat(read(file, "label", "image")).isEqualTo(expected(fixture, "label", "image"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, true, 1048576", "PARQUET_1_0, false, 13",
    "PARQUET_2_0, true, 13", "PARQUET_2_0, false, 1048576"
  })
  void readsEveryKindOfPage(WriterVersion version, boolean dictionary, int rowsPerGroup)
      throws IOException {
    ParquetFixture fixture = fixture().version(version, dictionary).rowsPerGroup(rowsPerGroup);
    Path written = fixture.write(folder.resolve("a.parquet"));
    try (ParquetFile file = open(written);
        ParquetFile inMemory = ParquetFile.of("m", Files.readAllBytes(written))) {
      assertThat(file.groups()).hasSize(rowsPerGroup == 13 ? 4 : 1);
      assertThat(file.properties()).containsEntry("huggingface", "{}");
      assertThat(read(file, "image")).isEqualTo(expected(fixture, "image"));
      assertThat(read(file, "name", "label")).isEqualTo(expected(fixture, "name", "label"));
      assertThat(read(inMemory, "image", "name")).isEqualTo(read(file, "image", "name"));
    }
  }

  @Test
  void fileWithoutRowsHasNone() throws IOException {
    Path written = ParquetFixture.of("required int32 a;").write(folder.resolve("a.parquet"));
    try (ParquetFile file = open(written)) {
      assertThat(read(file, "a")).isEmpty();
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] whole = fixture().bytes(folder);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ParquetFile.of("cut.parquet", cut))
          .as("cut at %d", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("cut.parquet: ");
    }
  }

  /** A file on a local file system has checksums next to it, which this one has lost. */
  @Test
  void damagedBytesAreReadOrRejected() throws IOException {
    byte[] whole = fixture().codec(CompressionCodecName.ZSTD).rowsPerGroup(13).bytes(folder);
    Random random = new Random(7);
    int rejected = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= i % 3; k++) {
        int at = random.nextInt(whole.length);
        damaged[at] = (byte) (i % 2 == 0 ? damaged[at] ^ 1 << random.nextInt(8) : 0xff);
      }
      try (ParquetFile file = ParquetFile.of("damaged.parquet", damaged)) {
        for (int group = 0; group < file.groups().size(); group++) {
          ParquetRows rows = file.rows(group, file.schema());
          for (int row = 0; row < 2 * ROWS && rows.next() != null; row++) {
            assertThat(row).isLessThan(2 * ROWS);
          }
        }
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith("damaged.parquet: ").message().hasLineCount(1);
        rejected++;
      }
    }
    assertThat(rejected).isGreaterThan(1000);
  }

  @Test
  void sizesThatThePagesCannotHaveAreRejectedBeforeMemoryIsAllocated() throws IOException {
    byte[] whole =
        ParquetFixture.of("required binary a;")
            .codec(CompressionCodecName.SNAPPY)
            .version(WriterVersion.PARQUET_1_0, false)
            .row(row -> row.append("a", Binary.fromConstantByteArray(new byte[1000])))
            .bytes(folder);
    // Snappy's preamble has the size of the content: 1004 bytes, seven bits per byte.
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u00ec\u0007");
    assertThat(at).isPositive();
    byte[] lies = new byte[whole.length + 3];
    System.arraycopy(whole, 0, lies, 0, whole.length);
    ByteBuffer.wrap(lies).put(at, new byte[] {(byte) 0xff, (byte) 0xff});
    byte[] same = Arrays.copyOf(lies, whole.length);
    try (ParquetFile file = ParquetFile.of("lies.parquet", same)) {
      assertThatThrownBy(() -> file.rows(0, file.schema()).next())
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("lies.parquet: column a", "unpacks to 1004 bytes");
    }
  }

  /** Parquet's reader does not compare the lengths of a dictionary's values with its page. */
  @Test
  void valuesBeyondTheirDictionaryAreRejected() throws IOException {
    byte[] lies =
        ParquetFixture.of("required group inner { required binary a (UTF8); }")
            .codec(CompressionCodecName.UNCOMPRESSED)
            .version(WriterVersion.PARQUET_1_0, true)
            .row(row -> row.addGroup("inner").append("a", "value"))
            .row(row -> row.addGroup("inner").append("a", "value"))
            .bytes(folder);
    // A value follows its length of four bytes.
    int at = new String(lies, StandardCharsets.ISO_8859_1).indexOf("\u0005\0\0\0value");
    assertThat(at).isPositive();
    lies[at + 1] = 1;
    try (ParquetFile file = ParquetFile.of("lies.parquet", lies)) {
      assertThatThrownBy(() -> file.rows(0, file.schema()).next())
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("lies.parquet: ");
    }
  }
}
