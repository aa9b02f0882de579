package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Floats;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.step.Optimizer;
import io.lautum.training.Minibatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerDataTest {
  private static final AugmentationConfig ALL =
      new AugmentationConfig(1, true, 0.1, 0.7, 1, 0.1, 0.2, 0);

  @TempDir java.nio.file.Path folder;
  private TrainingPlan plain;
  private TrainingPlan augmented;

  @BeforeEach
  void writeShards() throws IOException {
    plain =
        TinyShards.write(new Path(folder.toUri()), 2).lautum(Optimizer.constant(0.1), true, 3, 5);
    augmented = TinyShards.augmented(ALL, plain);
  }

  @Test
  void augmentationChangesEveryImageButNeitherLabelsNorWhitenedImages() throws IOException {
    Minibatch before = TinyShards.minibatches(plain, 0).get(3);
    Minibatch after = TinyShards.minibatches(augmented, 0).get(3);
    assertThat(after.targets()).usingRecursiveComparison().isEqualTo(before.targets());
    assertThat(after.extras().get(0)).containsExactly(before.extras().get(0));
    int size = before.pixels().length / (2 * TinyShards.BATCH);
    for (int i = 0; i < 2 * TinyShards.BATCH; i++) {
      assertThat(Arrays.copyOfRange(after.pixels(), i * size, (i + 1) * size))
          .isNotEqualTo(Arrays.copyOfRange(before.pixels(), i * size, (i + 1) * size));
    }
  }

  @Test
  void labelSmoothingChangesOnlyTargets() throws IOException {
    Minibatch before = TinyShards.minibatches(plain, 0).get(3);
    Minibatch after = TinyShards.minibatches(TinyShards.smoothed(0.3, plain), 0).get(3);
    assertThat(after.pixels()).isEqualTo(before.pixels());
    assertThat(after.targets())
        .usingRecursiveComparison()
        .isEqualTo(before.targets().smoothed(0.3))
        .isNotEqualTo(before.targets());
  }

  /** Every pixel of the tiny images tells its image. */
  @Test
  void heldOutImagesAreInNoMinibatch() throws IOException {
    TrainingPlan heldOut = plain.withHeldOut(0.25);
    assertThat(TinyShards.minibatches(plain.withHeldOut(0), 0).get(3).pixels())
        .containsExactly(TinyShards.minibatches(plain, 0).get(3).pixels());
    int examples = Math.toIntExact(plain.manifest().files(ShardSet.SOURCE_TRAIN).get(0).examples());
    HeldOutExamples division = heldOut.division(0, examples);
    assertThat(division.heldOut()).hasSize(Math.round(examples / 4f));
    assertThat(heldOut.division(1, examples).heldOut()).isNotEqualTo(division.heldOut());
    Set<List<Float>> all = sourceImages(plain, examples);
    Set<List<Float>> seen = sourceImages(heldOut, examples);
    assertThat(all).hasSize(examples).containsAll(seen);
    assertThat(seen).hasSize(division.training().length);
  }

  /** Returns the source images of many minibatches. */
  private static Set<List<Float>> sourceImages(TrainingPlan plan, int examples) throws IOException {
    WorkerData.Minibatches minibatches = TinyShards.minibatches(plan, 0);
    Set<List<Float>> images = new HashSet<>();
    for (int iteration = 0; iteration < 2 * examples; iteration++) {
      float[] pixels = minibatches.get(iteration).pixels();
      int size = pixels.length / (2 * TinyShards.BATCH);
      for (int i = 0; i < TinyShards.BATCH; i++) {
        images.add(Floats.asList(Arrays.copyOfRange(pixels, i * size, (i + 1) * size)));
      }
    }
    return images;
  }

  @Test
  void minibatchDependsOnlyOnItsNumber() throws IOException {
    WorkerData.Minibatches inOrder = TinyShards.minibatches(augmented, 0);
    inOrder.get(0);
    inOrder.get(1);
    assertThat(inOrder.get(2).pixels())
        .containsExactly(TinyShards.minibatches(augmented, 0).get(2).pixels());
  }

  /** The same image is changed differently on each worker and in each minibatch. */
  @Test
  void workersAndMinibatchesHaveSeparateStreams() throws IOException {
    assertThat(noise(0, 0)).isNotEqualTo(noise(0, 1));
    assertThat(noise(0, 0)).isNotEqualTo(noise(1, 0));
  }

  /** Methods with and without a transfer term see the same source images. */
  @Test
  void sourceIsAugmentedIdenticallyWithAndWithoutTarget() throws IOException {
    TinyShards shards = TinyShards.write(new Path(folder.toUri()), 2);
    TrainingPlan withoutTarget =
        TinyShards.augmented(ALL, shards.standard(Optimizer.constant(0.1), 3, 5));
    float[] source = TinyShards.minibatches(withoutTarget, 1).get(4).pixels();
    float[] both = TinyShards.minibatches(augmented, 1).get(4).pixels();
    assertThat(both).hasSize(2 * source.length);
    assertThat(Arrays.copyOf(both, source.length)).containsExactly(source);
  }

  /** Both strong views show the images of the unlabelled group, each changed in its own way. */
  @Test
  void viewsHaveTheSameImagesAndDifferentChanges() throws IOException {
    TrainingPlan views = TinyShards.views(ALL, plain);
    Minibatch minibatch = TinyShards.minibatches(views, 0).get(3);
    var rows = minibatch.images().rows();
    assertThat(rows).hasSize(4);
    for (int view = 2; view < 4; view++) {
      assertThat(rows.get(view).images().key()).isEqualTo(rows.get(1).images().key());
      assertThat(rows.get(view).positions()).isEqualTo(rows.get(1).positions());
      assertThat(rows.get(view).changes()).isNotEqualTo(rows.get(1).changes());
    }
    assertThat(rows.get(2).changes()).isNotEqualTo(rows.get(3).changes());
    float[] both = TinyShards.minibatches(plain, 0).get(3).pixels();
    assertThat(Arrays.copyOf(minibatch.pixels(), both.length)).containsExactly(both);
    assertThat(TinyShards.minibatches(views, 0).get(3).pixels())
        .containsExactly(minibatch.pixels());
  }

  /** An engine that keeps a shard on its device must recognise it after it was read again. */
  @Test
  void setsOfImagesAreIdentifiedByTheirShards() throws IOException {
    assertThat(keys(0)).isEqualTo(keys(0)).doesNotHaveDuplicates().hasSize(2);
    assertThat(keys(1)).doesNotContainAnyElementsOf(keys(0));
  }

  private List<Object> keys(int worker) throws IOException {
    return TinyShards.minibatches(plain, worker).get(0).images().rows().stream()
        .map(rows -> rows.images().key())
        .toList();
  }

  /** Returns the noise that is added to one minibatch. */
  private float[] noise(int worker, int iteration) throws IOException {
    TrainingPlan noisy =
        TinyShards.augmented(new AugmentationConfig(0, false, 1, 1, 0, 0, 0, 0), plain);
    float[] with = TinyShards.minibatches(noisy, worker).get(iteration).pixels();
    float[] without = TinyShards.minibatches(plain, worker).get(iteration).pixels();
    for (int i = 0; i < with.length; i++) {
      with[i] = Math.round((with[i] - without[i]) * 1e3f);
    }
    return with;
  }
}
