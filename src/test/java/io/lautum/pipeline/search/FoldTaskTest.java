package io.lautum.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.config.ExperimentConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTaskTest {
  private static final int CLASSES = 3;
  private static final int FOLDS = 3;
  private static final int POOL = 60;
  private static final HeldOut SECOND = new HeldOut(1, 1);

  @TempDir Path folder;

  @Test
  void learnableLabelsAreRecognisedOnHeldOutPart() {
    assertThat(meanAccuracy(data(true), settings())).isGreaterThan(0.9);
  }

  /** Random labels can only be memorised, so that accuracy on held-out examples is at chance. */
  @Test
  void randomLabelsGiveChanceAccuracyOnHeldOutPart() {
    // 54 examples: standard deviation 0.064.
    assertThat(meanAccuracy(data(false), settings())).isCloseTo(1.0 / CLASSES, within(0.25));
  }

  @Test
  void heldOutImagesDoNotReachTheModel() {
    TuningData data = data(true);
    FoldScore before = score(data, settings(), SECOND);
    int[] draw = data.draw(54, 1, settings().seed());
    Folds folds = new Folds(draw, data.pool().labels(), CLASSES, FOLDS);
    for (int position : folds.heldOut(1)) {
      Arrays.fill(data.pool().pixels()[position], (byte) 0);
    }
    FoldScore blank = score(data, settings(), SECOND);
    assertThat(blank.information()).isEqualTo(before.information());
    assertThat(blank.accuracy()).isLessThan(before.accuracy());

    Arrays.fill(data.pool().pixels()[folds.rest(1)[0]], (byte) 0);
    assertThat(score(data, settings(), SECOND).information()).isNotEqualTo(before.information());
  }

  /** The unlabelled images are copies of the labelled ones, as without other unlabelled images. */
  @Test
  void heldOutImagesAreNotLearnedWithoutTheirLabelsEither() {
    TuningData data = data(true);
    int[] draw = data.draw(54, 1, settings().seed());
    int[] heldOut = new Folds(draw, data.pool().labels(), CLASSES, FOLDS).heldOut(1);
    byte[][] copies = data.labelled(IntStream.range(0, POOL).toArray());
    TuningData served = new TuningData(data.pool(), copies, true, data.sample(), data.target());
    ImageStore others = served.unlabelledWithout(heldOut);
    assertThat(others.count()).isEqualTo(POOL - heldOut.length);
    Set<Integer> out = Arrays.stream(heldOut).boxed().collect(Collectors.toSet());
    int next = 0;
    for (int i = 0; i < POOL; i++) {
      if (!out.contains(i)) {
        assertThat(others.get(next++)).isSameAs(copies[i]);
      }
    }
    assertThat(data.unlabelledWithout(heldOut).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void divergedTrainingHasNoScores(int steps) {
    TrialSettings settings = settings("finetune.learning-rate=1e30", "finetune.steps=" + steps);
    assertThat(score(data(true), settings, SECOND)).isEqualTo(FoldScore.diverged(SECOND));
  }

  @Test
  void unlabelledImagesReachTheMethodsThatUseThem() {
    TuningData data = data(true);
    TuningData unlike =
        new TuningData(data.pool(), data.sample(), false, data.sample(), data.target());
    String method = "tune.method=scratch+temporal-ensembling";
    FoldScore score = score(unlike, settings(method), SECOND);
    assertThat(score.accuracy()).isGreaterThan(0.6);
    assertThat(score).isNotEqualTo(score(unlike, settings(), SECOND));
  }

  @Test
  void dataAndSettingsAreSerialisable() {
    TuningData data = SerializationUtils.clone(data(true));
    assertThat(score(data, SerializationUtils.clone(settings()), SECOND))
        .isEqualTo(score(data(true), settings(), SECOND));
  }

  private static FoldScore score(TuningData data, TrialSettings settings, HeldOut heldOut) {
    return FoldTask.score(data, settings, heldOut, (step, crossEntropy, metrics) -> {});
  }

  private static double meanAccuracy(TuningData data, TrialSettings settings) {
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      FoldScore score = score(data, settings, new HeldOut(1, fold));
      assertThat(score.fold()).isEqualTo(fold);
      assertThat(score.information()).isBetween(0.0, Math.log(CLASSES));
      sum += score.accuracy() / FOLDS;
    }
    return sum;
  }

  private TrialSettings settings(String... overrides) {
    List<String> all =
        new ArrayList<>(List.of("finetune.steps=60", "finetune.augmentation.shift=0"));
    all.addAll(List.of(overrides));
    ExperimentConfig config = SmallExperiment.load(folder, all.toArray(String[]::new));
    String method =
        overrides.length > 0 && overrides[0].startsWith("tune.method")
            ? config.tune().method()
            : "scratch";
    return new TrialSettings(
        method, config.finetune(), config.network(), null, 54, FOLDS, config.seed(), 7);
  }

  /** Noise images; if meaningful, they are brighter in the rows of their class. */
  private static TuningData data(boolean meaningful) {
    SplittableRandom random = new SplittableRandom(4);
    byte[][] pixels = new byte[POOL][RandomShards.SHAPE.size()];
    byte[][] sample = new byte[40][];
    int[] labels = new int[POOL];
    for (int i = 0; i < POOL; i++) {
      labels[i] = i % CLASSES;
      for (int p = 0; p < pixels[i].length; p++) {
        boolean bright = meaningful && p / RandomShards.SHAPE.width() % CLASSES == labels[i];
        pixels[i][p] = (byte) (random.nextInt(160) + (bright ? 95 : 0));
      }
    }
    for (int i = 0; i < sample.length; i++) {
      sample[i] = pixels[i].clone();
    }
    Manifest.Counts counts = new Manifest.Counts(POOL, null);
    DatasetSummary target =
        new DatasetSummary(
            "target",
            RandomShards.SHAPE,
            List.of("a", "b", "c"),
            new Normalization(new float[] {0.4f}, new float[] {0.3f}),
            counts,
            counts,
            counts,
            counts);
    Shard pool = new Shard(LongStream.range(0, POOL).toArray(), labels, pixels, null, null);
    return new TuningData(pool, new byte[0][], false, sample, target);
  }
}
