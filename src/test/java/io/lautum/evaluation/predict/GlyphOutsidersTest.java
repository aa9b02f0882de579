package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.data.glyphs.GlyphReader;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.outsiders.Separation;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethods;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.EmbeddingStatistics;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.training.finetune.FineTuner;
import io.lautum.training.finetune.TargetExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that learned generated digits sees other digits, letters and changed digits. */
class GlyphOutsidersTest {
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.15f}, new float[] {0.3f});
  private static final int LABELLED = 200;
  private static final int UNLABELLED = 500;
  private static final int OTHERS = 1000;

  @TempDir static Path folder;

  private static TrainedModel model;
  private static byte[][] digits;
  private static EmbeddingStatistics unlabelled;
  private static EmbeddingStatistics labelled;

  @BeforeAll
  static void train() throws IOException {
    List<Example> examples = examples("digits", LABELLED + UNLABELLED + OTHERS);
    byte[][] all = examples.stream().map(Example::pixels).toArray(byte[][]::new);
    byte[][] known = Arrays.copyOf(all, LABELLED);
    int[] labels = examples.stream().limit(LABELLED).mapToInt(Example::label).toArray();
    ExperimentConfig config =
        SmallExperiment.load(
            folder, "finetune.steps=300", "finetune.batch-size=32", "finetune.learning-rate=0.001");
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, 10, 0);
    FineTuner tuner =
        new FineTuner(
            config.finetune(), network, config.network(), NORMALIZATION.table(network.shape()));
    float[] weights =
        tuner.train(
            TransferMethods.named("scratch").after(),
            tuner.initialWeights(1),
            new TargetExamples(known, labels, TargetExamples.NONE),
            1,
            (step, loss, metrics) -> {},
            Optional.empty());
    List<String> classes = List.of("0123456789".split(""));
    model =
        new TrainedModel(new ModelMetadata(network, classes, NORMALIZATION, "scratch"), weights);
    labelled = statistics(known);
    unlabelled = statistics(Arrays.copyOfRange(all, LABELLED, LABELLED + UNLABELLED));
    digits = Arrays.copyOfRange(all, LABELLED + UNLABELLED, all.length);
  }

  private static List<Example> examples(String kind, int count) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (Examples read =
        new GlyphReader(kind, count, 0, 3).read(new Configuration(false), Split.TRAIN, 0, 1)) {
      read.forEachRemaining(examples::add);
    }
    return examples;
  }

  private static byte[][] letters() throws IOException {
    return examples("letters", OTHERS).stream().map(Example::pixels).toArray(byte[][]::new);
  }

  private static byte[][] changed(IntUnaryOperator level) {
    byte[][] changed = new byte[digits.length][SHAPE.size()];
    for (int i = 0; i < changed.length; i++) {
      for (int j = 0; j < changed[i].length; j++) {
        changed[i][j] = (byte) level.applyAsInt(digits[i][j] & 0xff);
      }
    }
    return changed;
  }

  private static float[][] outputs(String name, byte[][] images) {
    List<float[]> outputs = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, NORMALIZATION, 100, Engines.AUTO)) {
      predictor.outputs(images, name, (first, rows) -> outputs.addAll(List.of(rows)));
    }
    return outputs.toArray(float[][]::new);
  }

  private static EmbeddingStatistics statistics(byte[][] images) {
    return EmbeddingStatistics.of(outputs(NetworkGraph.FEATURES, images)).orElseThrow();
  }

  @Test
  void bothScoresSeparateLettersFromDigits() throws IOException {
    float[][] in = outputs(NetworkGraph.LOGITS, digits);
    float[][] out = outputs(NetworkGraph.LOGITS, letters());
    for (OutsiderScore score : OutsiderScore.values()) {
      Separation found =
          Separation.of(
              Arrays.stream(in).mapToDouble(score::of).toArray(),
              Arrays.stream(out).mapToDouble(score::of).toArray());
      // 0.5 and 0.95 for a score that knows nothing.
      assertThat(found.auroc()).isBetween(0.6, 1.0);
      assertThat(found.falsePositiveRate()).isLessThan(0.9);
    }
  }

  /** The labelled images, which the network knows by heart, serve if there are no others. */
  @ParameterizedTest
  @ValueSource(ints = {20, 100, 500})
  void otherDigitsAreRarelyDrift(int images) {
    float[][] embeddings = outputs(NetworkGraph.FEATURES, digits);
    assertThat(drifts(unlabelled, embeddings, images, 1000)).isLessThanOrEqualTo(10);
    assertThat(drifts(labelled, embeddings, images, 1000)).isLessThanOrEqualTo(10);
  }

  @Test
  void changedDigitsAndLettersAreDrift() throws IOException {
    float[][] inverted = outputs(NetworkGraph.FEATURES, changed(level -> 255 - level));
    float[][] brighter =
        outputs(NetworkGraph.FEATURES, changed(level -> Math.min(255, level + 80)));
    assertThat(drifts(unlabelled, inverted, 20, 100)).isEqualTo(100);
    assertThat(drifts(unlabelled, brighter, 20, 100)).isEqualTo(100);
    assertThat(drifts(unlabelled, outputs(NetworkGraph.FEATURES, letters()), 100, 100))
        .isEqualTo(100);
  }

  /** Returns how many of some random samples differ from the training images. */
  private static int drifts(
      EmbeddingStatistics training, float[][] embeddings, int images, int samples) {
    Random random = new Random(images);
    int drifts = 0;
    for (int sample = 0; sample < samples; sample++) {
      float[][] rows = new float[images][];
      Arrays.setAll(rows, i -> embeddings[random.nextInt(embeddings.length)]);
      EmbeddingDrift drift = EmbeddingDrift.of(training, EmbeddingSums.of(rows)).orElseThrow();
      drifts += drift.isDrift() ? 1 : 0;
    }
    return drifts;
  }
}
