package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.PostTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TransferNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of fine-tuning that change loss and update. */
class FineTuneOptionsTest {
  private static final int CLASSES = 3;
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 1, 2};
  private static final ImageShape SHAPE = new ImageShape(1, 6, 6);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f});
  private static final PostTransfer FINE_TUNE = TransferMethods.named("standard").after();

  @TempDir Path folder;

  /** The cross-entropy is linear in the targets, and the targets in ε. */
  @Test
  void labelSmoothingMovesTheLossInProportion() {
    double none = firstLoss("finetune.label-smoothing=0");
    double some = firstLoss("finetune.label-smoothing=0.2");
    double twice = firstLoss("finetune.label-smoothing=0.4");
    assertThat(some).isNotCloseTo(none, within(1e-4));
    assertThat(twice - some).isCloseTo(some - none, within(1e-9));
  }

  /** The first step of Nesterov's momentum is 1 + μ times that of plain descent. */
  @Test
  void firstStepWithMomentumIsLongerByTheMomentum() {
    float[] start = tuner(config()).initialWeights(1);
    float[] plain = train(start, "finetune.optimizer={kind=sgd,momentum=0}");
    float[] nesterov = train(start, "finetune.optimizer={kind=sgd,momentum=0.5}");
    assertThat(plain).isNotEqualTo(start);
    for (int i = 0; i < start.length; i++) {
      assertThat(nesterov[i] - start[i]).isCloseTo(1.5f * (plain[i] - start[i]), within(1e-6f));
    }
  }

  /** With all examples in one minibatch, the loss is then the mean of the classes' losses. */
  @Test
  void balancedClassesCountEqually() {
    int[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 2};
    double mean = 0;
    for (int label = 0; label < CLASSES; label++) {
      mean += firstLoss(only(label, examples(labels))) / CLASSES;
    }
    assertThat(firstLoss(examples(labels), "finetune.class-weights=balanced"))
        .isCloseTo(mean, within(1e-6))
        .isNotCloseTo(firstLoss(examples(labels)), within(1e-4));
  }

  /** The network has batch normalisation, whose running statistics must stay, too. */
  @Test
  void linearProbeTrainsOnlyTheLastLayer() {
    TransferNetwork network = new TransferNetwork("cnn", new ImageShape(1, 8, 8), CLASSES, 0.5);
    float[] start = network.initialWeights(1);
    FineTuneConfig config = config("finetune.layers=head", "finetune.steps=3");
    float[] trained =
        tuner(config, network)
            .train(
                FINE_TUNE,
                start,
                examples(network.shape(), LABELS),
                1,
                (a, b, c) -> {},
                Optional.empty());
    int head = network.graph().parameters().offset("logits");
    assertThat(Arrays.copyOf(trained, head)).isEqualTo(Arrays.copyOf(start, head));
    assertThat(Arrays.copyOfRange(trained, head, start.length))
        .isNotEqualTo(Arrays.copyOfRange(start, head, start.length));
  }

  private double firstLoss(String... overrides) {
    return firstLoss(examples(LABELS), overrides);
  }

  private double firstLoss(TargetExamples examples, String... overrides) {
    List<Double> losses = new ArrayList<>();
    FineTuner tuner = tuner(config(overrides));
    tuner.train(
        FINE_TUNE,
        tuner.initialWeights(1),
        examples,
        1,
        (step, loss, metrics) -> losses.add(loss),
        Optional.empty());
    return losses.get(0);
  }

  private float[] train(float[] start, String... overrides) {
    return tuner(config(overrides))
        .train(
            FINE_TUNE, start, examples(LABELS), 1, (step, loss, metrics) -> {}, Optional.empty());
  }

  private FineTuneConfig config(String... overrides) {
    List<String> all = new ArrayList<>(List.of("finetune.steps=1", "finetune.dropout=0"));
    all.add("finetune.augmentation={shift=0,noise=0}");
    all.addAll(List.of(overrides));
    return SmallExperiment.load(folder, all.toArray(String[]::new)).finetune();
  }

  private static FineTuner tuner(FineTuneConfig config) {
    return tuner(config, new TransferNetwork("mlp", SHAPE, CLASSES, 0));
  }

  private static FineTuner tuner(FineTuneConfig config, TransferNetwork network) {
    return new FineTuner(
        config,
        network,
        new NetworkConfig("mlp", "auto", "float"),
        NORMALIZATION.table(network.shape()));
  }

  private static TargetExamples only(int label, TargetExamples all) {
    int[] positions =
        IntStream.range(0, all.labels().length).filter(i -> all.labels()[i] == label).toArray();
    byte[][] pixels =
        Arrays.stream(positions).mapToObj(i -> all.labelled()[i]).toArray(byte[][]::new);
    int[] labels = new int[positions.length];
    Arrays.fill(labels, label);
    return new TargetExamples(pixels, labels, TargetExamples.NONE);
  }

  private static TargetExamples examples(int[] labels) {
    return examples(SHAPE, labels);
  }

  private static TargetExamples examples(ImageShape shape, int[] labels) {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] pixels = new byte[labels.length][shape.size()];
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    return new TargetExamples(pixels, labels, TargetExamples.NONE);
  }
}
