package io.lautum.data.shard;

import static io.lautum.data.shard.Shards.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardReaderTest {
  private static final ShardSet SET = ShardSet.SOURCE_TRAIN;

  @TempDir Path folder;
  private Manifest.File file;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    file = write(SET, 0, Shards.examples(40, 0));
    path = folder.resolve(file.file());
  }

  @Test
  void sampleIsSpreadOverTheShard() throws IOException {
    ShardReader reader = reader();
    Shard all = reader.read(SET, file);
    Shard some = reader.sample(SET, file, 7);
    assertThat(some.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      int from = i * all.size() / 7;
      assertThat(some.ids()[i]).isEqualTo(all.ids()[from]);
      assertThat(some.pixels()[i]).isEqualTo(all.pixels()[from]);
    }
    assertThat(reader.sample(SET, file, 99).ids()).isEqualTo(all.ids());
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Files.delete(path);
    assertRejected(file, path.toString(), "missing", "run prepare");
  }

  /** Runs with the checksums of Hadoop's local file system, and without them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changedByteIsDetected(boolean fileSystemChecks) throws IOException {
    byte[] content = Files.readAllBytes(path);
    content[content.length / 2] ^= 1;
    replace(content, fileSystemChecks);
    assertRejected(file, path.toString(), file.sha256(), "run prepare");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void truncatedFileIsDetected(boolean fileSystemChecks) throws IOException {
    byte[] content = Files.readAllBytes(path);
    for (int length : new int[] {content.length - 1, 512, 0}) {
      replace(Arrays.copyOf(content, length), fileSystemChecks);
      assertRejected(file, path.toString(), file.sha256());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {39, 41})
  void countThatDiffersFromTheManifestIsDetected(long count) {
    assertRejected(
        new Manifest.File(file.file(), count, file.content(), file.sha256()),
        path.toString(),
        "expected %d examples".formatted(count),
        "found 40");
  }

  /** The target's test labels cannot be opened under another name. */
  @Test
  void fileOfAnotherSetIsRejected() {
    assertThatThrownBy(() -> reader().read(ShardSet.TARGET_LABELLED, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target-labelled")
        .hasMessageContaining("source-train");
  }

  @ParameterizedTest
  @EnumSource(
      value = ShardSet.class,
      names = {"TARGET_LABELLED", "TARGET_UNLABELLED"})
  void allShardsAreMergedSortedById(ShardSet set) throws IOException {
    List<Example> all = new ArrayList<>();
    List<Manifest.File> files = new ArrayList<>(List.of(file));
    for (int i = 0; i < 3; i++) {
      List<Example> examples = Shards.examples(4 + i, i);
      all.addAll(examples);
      files.add(write(set, i, examples));
    }
    all.sort(Comparator.comparingLong(Example::id));
    Shard shard = reader().readAll(set, ManifestTest.manifest(files));
    assertThat(shard.ids()).containsExactly(all.stream().mapToLong(Example::id).toArray());
    assertThat(shard.pixels())
        .isDeepEqualTo(all.stream().map(Example::pixels).toArray(byte[][]::new));
    if (set.isLabelled()) {
      assertThat(shard.labels()).containsExactly(all.stream().mapToInt(Example::label).toArray());
      assertThat(shard.whitened()).isNull();
    } else {
      assertThat(shard.labels()).isNull();
      assertThat(shard.whitened())
          .isDeepEqualTo(all.stream().map(Shards::whitened).toArray(float[][]::new));
    }
  }

  private void assertRejected(Manifest.File wanted, String... parts) {
    assertThatThrownBy(() -> reader().read(SET, wanted))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private ShardReader reader() {
    return new ShardReader(HADOOP, new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private Manifest.File write(ShardSet set, int index, List<Example> examples) throws IOException {
    return Shards.writer(set)
        .write(
            new org.apache.hadoop.fs.Path(folder.resolve(set.directory()).toUri()),
            index,
            examples.iterator());
  }

  private void replace(byte[] content, boolean fileSystemChecks) throws IOException {
    Files.write(path, content);
    if (!fileSystemChecks) {
      Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
    }
  }
}
