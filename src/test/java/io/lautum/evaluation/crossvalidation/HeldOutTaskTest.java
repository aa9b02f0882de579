package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Data;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Predictions;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.storage.HadoopSettings;
import io.lautum.report.tracking.CapturedLog;
import io.lautum.training.finetune.FineTuneCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutTaskTest {
  private static final int CLASSES = 3;
  private static final int IMAGES = 60;
  private static final int PARTS = 3;

  @TempDir Path folder;

  @Test
  void learnableLabelsAreRecognised() {
    Data data = data();
    int right = 0;
    for (int fold = 0; fold < PARTS; fold++) {
      Predictions predictions = predict(data, fold);
      int[] positions = data.folds().heldOut(fold);
      assertThat(predictions.probabilities()).hasNumberOfRows(positions.length);
      for (int i = 0; i < positions.length; i++) {
        int predicted = Classification.of(predictions.probabilities()[i]).predicted();
        right += predicted == data.pool().labels()[positions[i]] ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(IMAGES * 8 / 10);
  }

  @Test
  void labelsOfHeldOutImagesDoNotReachTheModel() {
    Data data = data();
    float[][] before = predict(data, 1).probabilities();
    for (int position : data.folds().heldOut(1)) {
      data.pool().labels()[position] = 0;
    }
    assertThat(predict(data, 1).probabilities()).isDeepEqualTo(before);
    data.pool().labels()[data.folds().rest(1)[0]] ^= 1;
    assertThat(Arrays.deepEquals(predict(data, 1).probabilities(), before)).isFalse();
  }

  @Test
  void examplesOfATrainingKeepTheirGroups() {
    Data data = data();
    assertThat(data.rest(1).groups()).isEmpty();
    int[] groups = IntStream.range(0, IMAGES).map(i -> i % 7).toArray();
    Data grouped =
        new Data(
            data.training(),
            data.pool(),
            null,
            groups,
            data.folds(),
            data.seeds(),
            data.scored(),
            data.batch(),
            Map.of(),
            null);
    int[] rest = data.folds().rest(1);
    assertThat(grouped.rest(1).groups())
        .isEqualTo(IntStream.of(rest).map(i -> groups[i]).toArray());
  }

  @Test
  void dataIsSerialisable() {
    float[][] expected = predict(data(), 0).probabilities();
    Data copy = SerializationUtils.clone(data());
    assertThat(predict(copy, 0).probabilities()).isDeepEqualTo(expected);
  }

  /** The scored images of the fixture are the labelled ones. */
  @Test
  void predictedClassesOfScoredImagesAreCounted() {
    Data data = data();
    long[] predicted = predict(data, 0).predicted();
    assertThat(Arrays.stream(predicted).sum()).isEqualTo(IMAGES);
    for (int label = 0; label < CLASSES; label++) {
      int wanted = label;
      long images = Arrays.stream(data.pool().labels()).filter(one -> one == wanted).count();
      assertThat(predicted[label]).isBetween(images / 2, 2 * images);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void divergedTrainingHasNoPredictions(int steps) {
    Data data = data("finetune.learning-rate=1e30", "finetune.steps=" + steps);
    assertThat(predict(data, 0).probabilities()).isEmpty();
  }

  @Test
  void repeatedTaskContinuesFromTheCheckpointsOfItsPart() throws IOException {
    Data all = data();
    FineTuneCheckpoints checkpoints =
        new FineTuneCheckpoints(
            new HadoopSettings(new Configuration(false)),
            folder.resolve("checkpoint").toUri().toString(),
            "cross-validation",
            25,
            "scratch");
    Data checked =
        new Data(
            all.training(),
            all.pool(),
            null,
            all.groups(),
            all.folds(),
            all.seeds(),
            all.scored(),
            all.batch(),
            Map.of(),
            checkpoints);
    Files.createDirectories(folder.resolve("checkpoint/part-2"));
    predict(checked, 1);
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(predict(checked, 1).probabilities())
          .isDeepEqualTo(predict(all, 1).probabilities());
      predict(checked, 0);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("cross-validation, part-2 resumes at step 50 of 60");
    }
  }

  private Data data(String... overrides) {
    List<String> all =
        new ArrayList<>(List.of("finetune.steps=60", "finetune.augmentation.shift=0"));
    all.addAll(List.of(overrides));
    ExperimentConfig config = SmallExperiment.load(folder, all.toArray(String[]::new));
    Manifest.Counts counts = new Manifest.Counts(IMAGES, null);
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
    Example[] examples =
        IntStream.range(0, IMAGES)
            .mapToObj(id -> RandomShards.example(ShardSet.TARGET_LABELLED, id, CLASSES))
            .toArray(Example[]::new);
    int[] labels = Arrays.stream(examples).mapToInt(Example::label).toArray();
    byte[][] pixels = Arrays.stream(examples).map(Example::pixels).toArray(byte[][]::new);
    Shard pool = new Shard(LongStream.range(0, IMAGES).toArray(), labels, pixels, null, null);
    int[] alone = IntStream.range(0, IMAGES).toArray();
    return new Data(
        new FoldTraining("scratch", config.finetune(), config.network(), null, target),
        pool,
        null,
        new int[0],
        new GroupedFolds(alone, labels, CLASSES, PARTS, 1),
        LongStream.range(0, PARTS).toArray(),
        pixels,
        7,
        Map.of(),
        null);
  }

  @Test
  void listenerReceivesAllSteps() {
    List<Integer> steps = new ArrayList<>();
    HeldOutTask.predict(data(), 0, (step, crossEntropy, metrics) -> steps.add(step));

    assertThat(steps).isEqualTo(IntStream.rangeClosed(1, 60).boxed().toList());
  }

  private static Predictions predict(Data data, int fold) {
    return HeldOutTask.predict(data, fold, (step, crossEntropy, metrics) -> {});
  }
}
