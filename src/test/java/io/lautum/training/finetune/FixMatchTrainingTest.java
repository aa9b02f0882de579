package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class has two marks: a square in a left corner and one in the opposite right corner. The
 * labelled images have only the left mark, the test images only the right one. Unlabelled images
 * with both marks tell that they belong together.
 */
class FixMatchTrainingTest {
  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.2f}, new float[] {0.4f});
  private static final int SIDE = 3;

  @TempDir Path folder;

  @Test
  void learnsMarkThatNoLabelledImageHas() {
    double plain = 0;
    double with = 0;
    for (long seed = 1; seed <= 3; seed++) {
      plain += probability(train("fine-tune", seed, new ArrayList<>()));
      with += probability(train("fixmatch", seed, new ArrayList<>()));
    }
    assertThat(with / 3).isGreaterThan(0.9);
    assertThat(plain / 3).isLessThan(0.7);
  }

  @Test
  void moreAndMoreImagesTakePart() {
    List<Double> shares = new ArrayList<>();
    train("fixmatch", 1, shares);
    assertThat(shares.get(0)).isLessThan(0.5);
    assertThat(shares.get(shares.size() - 1)).isGreaterThan(0.9);
  }

  @Test
  void sameSeedGivesSameBits() {
    assertThat(train("freematch", 2, new ArrayList<>()))
        .isEqualTo(train("freematch", 2, new ArrayList<>()));
  }

  /** After one step the average is (1/10) θ₀ + (9/10) θ₁. */
  @Test
  void averagedWeightsFollowTheWeights() {
    FineTuneConfig last = config("finetune.steps=1");
    FineTuneConfig averaged = config("finetune.steps=1", "finetune.average-weights=true");
    float[] start = tuner(last).initialWeights(1);
    float[] after =
        tuner(last)
            .train(stage("fine-tune"), start, examples(), 1, (a, b, c) -> {}, Optional.empty());
    float[] found =
        tuner(averaged)
            .train(stage("fine-tune"), start, examples(), 1, (a, b, c) -> {}, Optional.empty());
    assertThat(after).isNotEqualTo(start);
    for (int i = 0; i < start.length; i++) {
      assertThat(found[i]).isCloseTo(0.1f * start[i] + 0.9f * after[i], within(1e-6f));
    }
  }

  private float[] train(String method, long seed, List<Double> shares) {
    FineTuner tuner = tuner(config("finetune.steps=250", "finetune.learning-rate=0.003"));
    return tuner.train(
        stage(method),
        tuner.initialWeights(seed),
        examples(),
        seed,
        (step, crossEntropy, metrics) -> add(shares, metrics),
        Optional.empty());
  }

  private static void add(List<Double> shares, Map<String, Double> metrics) {
    if (metrics.containsKey("pseudoLabelShare")) {
      shares.add(metrics.get("pseudoLabelShare"));
    }
  }

  private static PostTransfer stage(String name) {
    return TransferMethods.named("scratch+" + name).after();
  }

  private FineTuneConfig config(String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("finetune.dropout=0");
    all.add("finetune.augmentation.shift=0");
    return SmallExperiment.load(folder, all.toArray(String[]::new)).finetune();
  }

  private static TransferNetwork network() {
    return new TransferNetwork("mlp", SHAPE, 2, 0);
  }

  private static FineTuner tuner(FineTuneConfig config) {
    return new FineTuner(
        config, network(), new NetworkConfig("mlp", "auto", "float"), NORMALIZATION.table(SHAPE));
  }

  private static TargetExamples examples() {
    byte[][] labelled = {image(0, true, false), image(1, true, false)};
    byte[][] unlabelled = new byte[32][];
    for (int i = 0; i < unlabelled.length; i++) {
      unlabelled[i] = image(i % 2, true, true);
    }
    return new TargetExamples(labelled, new int[] {0, 1}, ImageStore.of(unlabelled));
  }

  /** Returns an image of a class with either or both marks. */
  private static byte[] image(int label, boolean left, boolean right) {
    byte[] pixels = new byte[SHAPE.size()];
    if (left) {
      paint(pixels, label == 0 ? 1 : 4, 1);
    }
    if (right) {
      paint(pixels, label == 0 ? 4 : 1, 4);
    }
    return pixels;
  }

  private static void paint(byte[] pixels, int top, int start) {
    for (int row = top; row < top + SIDE; row++) {
      for (int column = start; column < start + SIDE; column++) {
        pixels[row * SHAPE.width() + column] = (byte) 255;
      }
    }
  }

  /** Returns the mean probability of the class of images with only the right mark. */
  private static double probability(float[] weights) {
    byte[][] images = {image(0, false, true), image(1, false, true)};
    ModelMetadata metadata =
        new ModelMetadata(network(), List.of("a", "b"), NORMALIZATION, "scratch");
    double[] sum = {0};
    try (Predictor predictor =
        new Predictor(new TrainedModel(metadata, weights), NORMALIZATION, 7, Engines.AUTO)) {
      predictor.probabilities(images, (first, rows) -> sum[0] += rows[0][0] + rows[1][1]);
    }
    return sum[0] / 2;
  }
}
