package io.lautum.data.shard;

import static io.lautum.data.shard.Shards.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.read.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ShardSet.class)
  void writtenShardIsRead(ShardSet set) throws Exception {
    List<Example> examples = Shards.examples(50, 7);
    Manifest.File file = write(set, 3, examples);

    assertThat(file.file()).isEqualTo(set.directory() + "/shard-00003.parquet");
    assertThat(file.examples()).isEqualTo(50);
    assertThat(file.sha256()).isEqualTo(sha256(folder.resolve(file.file())));

    Shard shard = new ShardReader(HADOOP, hadoop(folder)).read(set, file);
    assertThat(shard.size()).isEqualTo(50);
    assertThat(shard.ids()).containsExactly(examples.stream().mapToLong(Example::id).toArray());
    assertThat(shard.pixels()).isDeepEqualTo(pixels(examples));
    if (set.isLabelled()) {
      assertThat(shard.labels())
          .containsExactly(examples.stream().mapToInt(Example::label).toArray());
      assertThat(shard.whitened()).isNull();
    } else {
      assertThat(shard.labels()).isNull();
      assertThat(shard.whitened())
          .isDeepEqualTo(examples.stream().map(Shards::whitened).toArray(float[][]::new));
    }
  }

  /** Checks the file itself, independently of the reader. */
  @ParameterizedTest
  @EnumSource(ShardSet.class)
  void labelledSetsHaveLabelsAndUnlabelledSetsWhitenedImages(ShardSet set) throws Exception {
    Path file = folder.resolve(write(set, 0, Shards.examples(2, 0)).file());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(file), HADOOP))) {
      List<String> columns =
          reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
      assertThat(columns)
          .containsExactlyElementsOf(
              set == ShardSet.TARGET_UNLABELLED
                  ? List.of("id", "pixels", "whitened")
                  : List.of("id", "label", "pixels"));
    }
  }

  @Test
  void sameExamplesGiveTheSameFile() throws Exception {
    Manifest.File first = write(ShardSet.SOURCE_TRAIN, 0, Shards.examples(20, 1));
    Manifest.File other = write(ShardSet.SOURCE_TRAIN, 0, Shards.examples(20, 2));
    Manifest.File again = write(ShardSet.SOURCE_TRAIN, 0, Shards.examples(20, 1));
    assertThat(again).isEqualTo(first).isNotEqualTo(other);
    assertThat(again.sha256()).isEqualTo(sha256(folder.resolve(again.file())));
  }

  @Test
  void shardMayBeEmpty() throws Exception {
    Manifest.File file = write(ShardSet.TARGET_UNLABELLED, 0, List.of());
    Shard shard = new ShardReader(HADOOP, hadoop(folder)).read(ShardSet.TARGET_UNLABELLED, file);
    assertThat(file.examples()).isZero();
    assertThat(shard.size()).isZero();
  }

  /** Spark's iterators throw undeclared checked exceptions. */
  @Test
  void failureLeavesNothingBehind() throws IOException {
    for (Exception failure : List.of(new IllegalStateException("no"), new TimeoutException("no"))) {
      Iterator<Example> failing =
          Stream.concat(Shards.examples(5, 0).stream(), Stream.of((Example) null))
              .map(
                  example ->
                      example == null
                          ? ShardWriterTest.<Example, RuntimeException>fail(failure)
                          : example)
              .iterator();
      assertThatThrownBy(() -> Shards.writer(ShardSet.SOURCE_TEST).write(set(), 0, failing))
          .isSameAs(failure);
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private org.apache.hadoop.fs.Path set() {
    return hadoop(folder.resolve(ShardSet.SOURCE_TEST.directory()));
  }

  @SuppressWarnings("unchecked")
  private static <T, E extends Exception> T fail(Exception failure) throws E {
    throw (E) failure;
  }

  private Manifest.File write(ShardSet set, int index, List<Example> examples) throws IOException {
    return Shards.writer(set)
        .write(hadoop(folder.resolve(set.directory())), index, examples.iterator());
  }

  private static byte[][] pixels(List<Example> examples) {
    return examples.stream().map(Example::pixels).toArray(byte[][]::new);
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
