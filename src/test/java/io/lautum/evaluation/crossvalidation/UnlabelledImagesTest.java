package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.RandomShards;
import io.lautum.data.image.ImageStore;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The labelled images of the fixture are the first 20 of the 30 unlabelled ones. */
class UnlabelledImagesTest {
  private static final int UNLABELLED = 30;
  private static final int LABELLED = 20;
  private static final int PARTS = 4;

  @TempDir Path workdir;

  @Test
  void heldOutImagesAreNotLearnedWithoutTheirLabelsEither() throws IOException {
    HeldOutTask.Data data = data(true);
    for (int fold = 0; fold < PARTS; fold++) {
      Set<ByteBuffer> learned = content(data.rest(fold).unlabelled());
      assertThat(learned)
          .hasSize(UNLABELLED - LABELLED / PARTS)
          .hasSize(data.unlabelled().count(data.folds().heldOut(fold).length));
      for (byte[] heldOut : data.heldOutImages(fold)) {
        assertThat(learned).doesNotContain(ByteBuffer.wrap(heldOut));
      }
    }
  }

  @Test
  void unlabelledImagesOfTheirOwnAreAllLearned() throws IOException {
    HeldOutTask.Data data = data(false);
    assertThat(data.rest(0).unlabelled().count()).isEqualTo(UNLABELLED);
    assertThat(data.unlabelled().count(5)).isEqualTo(UNLABELLED);
  }

  private static Set<ByteBuffer> content(ImageStore images) {
    images.announce(IntStream.range(0, images.count()).toArray());
    return IntStream.range(0, images.count())
        .mapToObj(position -> ByteBuffer.wrap(images.get(position)))
        .collect(Collectors.toSet());
  }

  private HeldOutTask.Data data(boolean includesLabelled) throws IOException {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    Manifest manifest = RandomShards.write(directory, 2, UNLABELLED, 5, 2);
    byte[][] pixels =
        new ShardReader(hadoop, directory.shards())
            .readAll(ShardSet.TARGET_UNLABELLED, manifest)
            .pixels();
    int[] alone = IntStream.range(0, LABELLED).toArray();
    int[] labels = IntStream.range(0, LABELLED).map(i -> i % 2).toArray();
    byte[][] labelled = IntStream.of(alone).mapToObj(i -> pixels[i].clone()).toArray(byte[][]::new);
    long[] ids = IntStream.of(alone).asLongStream().toArray();
    return new HeldOutTask.Data(
        null,
        new Shard(ids, labels, labelled, null, null),
        new UnlabelledImages(
            LocalCopy.of(hadoop, directory.shards(), ShardSet.TARGET_UNLABELLED, manifest),
            includesLabelled),
        new int[0],
        new GroupedFolds(alone, labels, 2, PARTS, 1),
        new long[PARTS],
        new byte[0][],
        7,
        Map.of(),
        null);
  }
}
