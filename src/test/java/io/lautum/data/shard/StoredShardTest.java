package io.lautum.data.shard;

import static io.lautum.data.shard.Shards.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredShardTest {
  @TempDir private java.nio.file.Path folder;

  /** The ids of the two shards alternate. */
  @ParameterizedTest
  @EnumSource(names = {"SOURCE_TRAIN", "TARGET_UNLABELLED"})
  void localCopyHasTheExamplesInTheOrderOfTheirIds(ShardSet set) throws IOException {
    List<Manifest.File> files = write(set);
    Shard expected = Shard.merge(List.of(reader().read(set, files.get(0)), read(set, files)));

    StoredShard stored = reader().store(set, files);
    ImageStore images = stored.images();
    assertThat(stored.size()).isEqualTo(11);
    assertThat(images.count()).isEqualTo(11);
    assertThat(images.size()).isEqualTo(300);
    // Backwards, because positions are independent.
    for (int i = stored.size() - 1; i >= 0; i--) {
      assertThat(images.get(i)).isEqualTo(expected.pixels()[i]);
      if (set.isLabelled()) {
        assertThat(stored.label(i)).isEqualTo(expected.labels()[i]);
      } else {
        assertThat(stored.whitened(i)).isEqualTo(expected.whitened()[i]);
      }
    }
  }

  @Test
  void setWithoutFilesHasNoImages() throws IOException {
    assertThat(reader().store(ShardSet.TARGET_UNLABELLED, List.of()).size()).isZero();
  }

  @Test
  void changedFileIsRejected() throws IOException {
    List<Manifest.File> files = write(ShardSet.SOURCE_TRAIN);
    java.nio.file.Path file = folder.resolve(files.get(1).file());
    byte[] bytes = Files.readAllBytes(file);
    bytes[40]++;
    Files.write(file, bytes);

    assertThatThrownBy(() -> reader().store(ShardSet.SOURCE_TRAIN, files))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("run prepare --overwrite");
  }

  @Test
  void copiesOfAProcessAreOneAndTravelAsPlaces() throws IOException {
    List<Manifest.File> files = write(ShardSet.SOURCE_TRAIN);
    LocalCopy first = copy(files);
    StoredShard stored = first.open();

    assertThat(copy(files).open()).isSameAs(stored);
    assertThat(copy(files.subList(0, 1)).open().size()).isEqualTo(6);
    assertThat(SerializationUtils.clone(first).open()).isSameAs(stored);
  }

  @Test
  void copiesOfDeletedShardsAreForgotten() throws IOException {
    List<Manifest.File> files = write(ShardSet.SOURCE_TRAIN);
    StoredShard stored = copy(files).open();
    Path place = new Path(folder.toUri());

    LocalCopy.forget(new Path(place.getParent(), place.getName() + "-other"));
    assertThat(copy(files).open()).isSameAs(stored);
    LocalCopy.forget(place.getParent());
    assertThat(copy(files).open()).isNotSameAs(stored);
  }

  @Test
  void announcedImagesAreReadAsBefore() throws IOException {
    ImageStore images =
        reader().store(ShardSet.SOURCE_TRAIN, write(ShardSet.SOURCE_TRAIN)).images();
    List<byte[]> expected = IntStream.range(0, 11).mapToObj(images::get).toList();
    // More announcements than wait, and one of a record that is not there.
    for (int i = 0; i < 1000; i++) {
      images.announce(new int[] {i % 11, 10 - i % 11, 11});
      assertThat(images.get(i % 11)).isEqualTo(expected.get(i % 11));
    }
  }

  /** A channel would be closed. */
  @Test
  void interruptedThreadDoesNotDisturbOthers() throws Exception {
    StoredShard stored = reader().store(ShardSet.SOURCE_TRAIN, write(ShardSet.SOURCE_TRAIN));
    byte[] expected = stored.images().get(3);
    Thread.currentThread().interrupt();
    assertThat(stored.images().get(3)).isEqualTo(expected);
    assertThat(Thread.interrupted()).isTrue();
    byte[][] read = new byte[400][];
    IntStream.range(0, read.length).parallel().forEach(i -> read[i] = stored.images().get(i % 11));
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).isEqualTo(stored.images().get(i % 11));
    }
  }

  private List<Manifest.File> write(ShardSet set) throws IOException {
    Path path = new Path(new Path(folder.toUri()), set.directory());
    return List.of(
        Shards.writer(set).write(path, 0, Shards.examples(6, 0).iterator()),
        Shards.writer(set).write(path, 1, Shards.examples(5, 1).iterator()));
  }

  private Shard read(ShardSet set, List<Manifest.File> files) throws IOException {
    return reader().read(set, files.get(1));
  }

  private LocalCopy copy(List<Manifest.File> files) {
    return new LocalCopy(HADOOP, new Path(folder.toUri()), ShardSet.SOURCE_TRAIN, files);
  }

  private ShardReader reader() {
    return new ShardReader(HADOOP, new Path(folder.toUri()));
  }
}
