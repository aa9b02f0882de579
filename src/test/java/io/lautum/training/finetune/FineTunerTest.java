package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.EarlyStoppingConfig;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.OptimizerConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.method.PostTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class FineTunerTest {
  private static final int CLASSES = 4;
  private static final int EXAMPLES = 20;
  private static final ImageShape SHAPE = new ImageShape(1, 6, 6);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f});
  private static final AugmentationConfig OFF = AugmentationConfig.OFF;
  private static final AugmentationConfig ON =
      new AugmentationConfig(1, true, 0.1, 0.8, 2, 0.1, 0.2, 0);

  private static final PostTransfer FINE_TUNE = TransferMethods.named("standard").after();
  private static final PostTransfer ENSEMBLING =
      TransferMethods.named("temporal-ensembling").after();

  @TempDir static Path folder;

  private final Shard pool = noise();
  private final int[] all = IntStream.range(0, EXAMPLES).toArray();

  @Test
  void overfitsTwentyNoiseImages() {
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, CLASSES, 0);
    FineTuner tuner = tuner(network, config(120, 10, 0.002, 0, OFF));
    List<Double> losses = new ArrayList<>();
    float[] weights =
        tuner.train(
            FINE_TUNE,
            tuner.initialWeights(1),
            TargetExamples.of(pool, all, TargetExamples.NONE),
            1,
            (step, loss, metrics) -> {
              losses.add(loss);
              assertThat(step).isEqualTo(losses.size());
            },
            Optional.empty());

    assertThat(losses).hasSize(120);
    assertThat(losses.get(0)).isGreaterThan(1);
    assertThat(losses.get(119)).isLessThan(0.05);
    ModelMetadata metadata =
        new ModelMetadata(network, List.of("a", "b", "c", "d"), NORMALIZATION, "scratch");
    TrainedModel model = new TrainedModel(metadata, weights);
    try (Predictor predictor = new Predictor(model, NORMALIZATION, 7, Engines.AUTO)) {
      predictor.probabilities(
          pool.pixels(),
          (first, rows) -> {
            for (int i = 0; i < rows.length; i++) {
              assertThat(rows[i][pool.labels()[first + i]]).isGreaterThan(0.8f);
            }
          });
    }
  }

  @Test
  void usesOnlyGivenExamples() {
    FineTuner tuner = tuner(dropout(0), config(5, 4, 0.01, 0, OFF));
    float[] start = tuner.initialWeights(1);
    int[] positions = {3, 8, 11, 19};
    Shard others = noise();
    for (int i = 0; i < EXAMPLES; i++) {
      int position = i;
      if (IntStream.of(positions).noneMatch(p -> p == position)) {
        others.pixels()[i] = new byte[SHAPE.size()];
        others.labels()[i] = 0;
      }
    }
    float[] weights = tune(tuner, start, pool, positions);
    assertThat(tune(tuner, start, others, positions)).isEqualTo(weights);
    assertThat(tune(tuner, start, pool, new int[] {3, 8, 11, 18})).isNotEqualTo(weights);
  }

  @Test
  void batchIsAtMostAsLargeAsDraw() {
    FineTuner tuner = tuner(dropout(0), config(3, 50, 0.01, 0, OFF));
    FineTuner exact = tuner(dropout(0), config(3, 6, 0.01, 0, OFF));
    float[] start = tuner.initialWeights(1);
    int[] six = {0, 1, 2, 3, 4, 5};
    assertThat(tune(tuner, start, pool, six)).isEqualTo(tune(exact, start, pool, six));
  }

  @Test
  void doesNotModifyStartingWeights() {
    FineTuner tuner = tuner(dropout(0), config(3, 10, 0.01, 0, OFF));
    float[] start = tuner.initialWeights(1);
    float[] copy = start.clone();
    tune(tuner, start, pool, all);
    assertThat(start).isEqualTo(copy);
  }

  @Test
  void bitsDependOnSeedButNotOnNumberOfThreads() throws Exception {
    // Every source of randomness is on: initial weights, order, augmentation, dropout.
    FineTuner tuner = tuner(dropout(0.5), config(15, 8, 0.01, 0.5, ON));
    List<float[]> sequential = new ArrayList<>();
    for (long seed = 1; seed <= 6; seed++) {
      sequential.add(train(tuner, seed));
    }
    assertThat(sequential.get(0)).isNotEqualTo(sequential.get(1));

    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> parallel =
          LongStream.rangeClosed(1, 6)
              .mapToObj(seed -> threads.submit(() -> train(tuner, seed)))
              .toList();
      for (int i = 0; i < parallel.size(); i++) {
        assertThat(parallel.get(i).get()).isEqualTo(sequential.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void dropoutHasAnEffect() {
    FineTuneConfig config = config(3, 10, 0.01, 0, OFF);
    assertThat(train(tuner(dropout(0.5), config), 1))
        .isNotEqualTo(train(tuner(dropout(0), config), 1));
  }

  @Test
  void unaugmentedStepsUseOriginalImages() {
    FineTuner augmented = tuner(dropout(0), config(9, 4, 0.01, 0, ON));
    FineTuner none = tuner(dropout(0), config(9, 4, 0.01, 0, OFF));
    FineTuner third = tuner(dropout(0), config(9, 4, 0.01, 0, ON, 1 / 3.0));
    FineTuner all = tuner(dropout(0), config(9, 4, 0.01, 0, ON, 1));
    assertThat(losses(all)).isEqualTo(losses(none));
    assertThat(losses(third).subList(0, 6)).isEqualTo(losses(augmented).subList(0, 6));
    assertThat(losses(third).get(6)).isNotEqualTo(losses(augmented).get(6));
  }

  /** Makes two passes of five steps over the unlabelled images: the second can use ensembles. */
  @Test
  void temporalEnsemblingDependsOnUnlabelledImages() {
    FineTuner tuner = tuner(dropout(0.3), config(10, 4, 0.01, 0.3, ON));
    float[] start = tuner.initialWeights(1);
    byte[][] unlabelled = noise().pixels();
    float[] weights = train(tuner, ENSEMBLING, start, unlabelled, 1);
    assertThat(train(tuner, ENSEMBLING, start, unlabelled, 1)).isEqualTo(weights);
    assertThat(weights).isNotEqualTo(train(tuner, FINE_TUNE, start, new byte[0][], 1));
    byte[][] others = unlabelled.clone();
    others[0] = new byte[SHAPE.size()];
    assertThat(train(tuner, ENSEMBLING, start, others, 1)).isNotEqualTo(weights);
  }

  private static FineTuneConfig config(
      int steps,
      int batchSize,
      double learningRate,
      double dropout,
      AugmentationConfig augmentation) {
    return config(steps, batchSize, learningRate, dropout, augmentation, 0);
  }

  private static FineTuneConfig config(
      int steps,
      int batchSize,
      double learningRate,
      double dropout,
      AugmentationConfig augmentation,
      double unaugmentedFraction) {
    return new FineTuneConfig(
        steps,
        batchSize,
        new OptimizerConfig(
            OptimizerConfig.Kind.ADAM, learningRate, OptimizerConfig.Schedule.LINEAR, 0.9, 0),
        0,
        false,
        FineTuneConfig.Layers.ALL,
        FineTuneConfig.Head.PRETRAINED_IN_ORDER,
        dropout,
        augmentation,
        0,
        unaugmentedFraction,
        false,
        FineTuneConfig.BatchStatistics.MINIBATCHES,
        EarlyStoppingConfig.OFF,
        false,
        500,
        RegularizationConfig.NONE,
        new StrongAugmentationConfig("auto", 1, 1),
        SmallExperiment.load(folder, "finetune.temporal-ensembling.weight=10")
            .finetune()
            .section());
  }

  private List<Double> losses(FineTuner tuner) {
    List<Double> losses = new ArrayList<>();
    tuner.train(
        FINE_TUNE,
        tuner.initialWeights(1),
        TargetExamples.of(pool, all, TargetExamples.NONE),
        1,
        (step, loss, metrics) -> losses.add(loss),
        Optional.empty());
    return losses;
  }

  private float[] train(FineTuner tuner, long seed) {
    float[] start = tuner.initialWeights(seed);
    // The thread's earlier use of DL4J's random numbers must not matter.
    Nd4j.getRandom().setSeed(System.nanoTime());
    return train(tuner, FINE_TUNE, start, new byte[0][], seed);
  }

  private float[] train(
      FineTuner tuner, PostTransfer after, float[] start, byte[][] unlabelled, long seed) {
    TargetExamples examples = TargetExamples.of(pool, all, ImageStore.of(unlabelled));
    return tuner.train(after, start, examples, seed, (step, loss, metrics) -> {}, Optional.empty());
  }

  private static float[] tune(FineTuner tuner, float[] start, Shard pool, int[] positions) {
    TargetExamples examples = TargetExamples.of(pool, positions, TargetExamples.NONE);
    return tuner.train(
        FINE_TUNE, start, examples, 1, (step, loss, metrics) -> {}, Optional.empty());
  }

  private static TransferNetwork dropout(double probability) {
    return new TransferNetwork("mlp", SHAPE, CLASSES, probability);
  }

  private static FineTuner tuner(TransferNetwork network, FineTuneConfig config) {
    return new FineTuner(
        config, network, new NetworkConfig("mlp", "auto", "float"), NORMALIZATION.table(SHAPE));
  }

  private static Shard noise() {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] pixels = new byte[EXAMPLES][SHAPE.size()];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      random.nextBytes(pixels[i]);
      labels[i] = i % CLASSES;
    }
    return new Shard(LongStream.range(0, EXAMPLES).toArray(), labels, pixels, null, null);
  }
}
