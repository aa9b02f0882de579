package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepSearchTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 2);
  private static final TransferNetwork NETWORK = new TransferNetwork("mlp", SHAPE, 3, 0.5);
  private static final String HELD_OUT = "finetune.early-stopping.held-out=0.3";
  private static final String PATIENCE = "finetune.early-stopping.patience=1";

  @TempDir Path folder;

  /** 7, 3, 2 and 1 examples: 0.3 of them are 2.1, 0.9, 0.6 and 0.3. */
  @Test
  void everyClassIsHeldOutInProportion() {
    int[] labels = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3};
    byte[][] images = new byte[labels.length][1];
    for (int i = 0; i < images.length; i++) {
      images[i][0] = (byte) i;
    }
    ImageStore unlabelled = ImageStore.of(new byte[5][1]);
    TargetExamples all = new TargetExamples(images, labels, unlabelled);
    HeldOutSplit split = HeldOutSplit.of(all, 0.3, 1);
    assertThat(counts(split.heldOut())).containsExactly(2, 1, 1, 0);
    assertThat(counts(split.training())).containsExactly(5, 2, 1, 1);
    assertThat(HeldOutSplit.count(all, 0.3)).isEqualTo(4);
    assertThat(split.training().unlabelled()).isSameAs(unlabelled);
    int[] both = IntStream.concat(values(split.heldOut()), values(split.training())).toArray();
    assertThat(both).containsExactlyInAnyOrder(IntStream.range(0, labels.length).toArray());
    for (int i = 0; i < split.heldOut().labels().length; i++) {
      assertThat(split.heldOut().labels()[i]).isEqualTo(labels[split.heldOut().labelled()[i][0]]);
    }
    assertThat(values(HeldOutSplit.of(all, 0.3, 2).heldOut()).toArray())
        .isNotEqualTo(values(split.heldOut()).toArray());
  }

  @Test
  void smallestCrossEntropyIsChosenUntilPatienceEnds() {
    try (StepSearch stopping = stopping(400, 2)) {
      assertThat(stopping.best()).isEqualTo(400);
      double[] losses = {3, 2, 2.5, 1.5, 1.5, 1.6};
      for (int i = 0; i < losses.length; i++) {
        assertThat(stopping.isOver()).isFalse();
        stopping.add(20 * (i + 1), losses[i]);
      }
      assertThat(stopping.isOver()).isTrue();
      assertThat(stopping.best()).isEqualTo(80);
      assertThat(stopping.least()).isEqualTo(1.5);
    }
  }

  @ParameterizedTest
  @CsvSource({"400, 20, 20", "3000, 150, 20", "250, 20, 13", "7, 7, 1"})
  void checksAreATwentiethOfTheStepsApart(int steps, int first, int number) {
    try (StepSearch stopping = stopping(steps, 1)) {
      int[] checks = IntStream.rangeClosed(1, steps).filter(stopping::checksAfter).toArray();
      assertThat(checks[0]).isEqualTo(first);
      assertThat(checks).hasSize(number).endsWith(steps);
    }
  }

  /** The last layer has no weights and the biases ln 1, ln 2 and ln 5, so p = (1, 2, 5)/8. */
  @Test
  void crossEntropyIsThatOfTheHeldOutLabels() {
    float[] weights = NETWORK.initialWeights(1);
    Parameter matrix = NETWORK.graph().parameters().of("logits", Parameter.Kind.WEIGHTS);
    Parameter bias = NETWORK.graph().parameters().of("logits", Parameter.Kind.BIAS);
    Arrays.fill(weights, matrix.offset(), matrix.end(), 0);
    for (int label = 0; label < 3; label++) {
      weights[bias.offset() + label] = (float) Math.log(new int[] {1, 2, 5}[label]);
    }
    try (StepSearch stopping = stopping(10, 1)) {
      double expected = -(Math.log(1 / 8.0) + Math.log(5 / 8.0)) / 2;
      assertThat(stopping.crossEntropy(weights)).isCloseTo(expected, within(1e-6));
      weights[bias.offset()] = 1000;
      assertThat(stopping.crossEntropy(weights)).as("a label of probability 0").isFinite();
    }
  }

  @Test
  void imagesArePassedInBlocks() {
    byte[][] images = new byte[230][4];
    int[] labels = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      new Random(i).nextBytes(images[i]);
      labels[i] = i % 3;
    }
    float[] weights = NETWORK.initialWeights(1);
    double sum = 0;
    for (int i = 0; i < images.length; i++) {
      sum += crossEntropy(new byte[][] {images[i]}, new int[] {labels[i]}, weights);
    }
    assertThat(crossEntropy(images, labels, weights)).isCloseTo(sum / images.length, within(1e-6));
  }

  /** All images together have 2^31 values. */
  @Test
  void memoryDoesNotDependOnTheNumberOfImages() {
    ImageShape large = new ImageShape(1, 256, 256);
    byte[][] images = new byte[1 << 15][];
    Arrays.fill(images, new byte[large.size()]);
    TargetExamples heldOut =
        new TargetExamples(images, new int[images.length], TargetExamples.NONE);
    assertThatCode(() -> search(heldOut, new TransferNetwork("linear", large, 2, 0), 10, 1).close())
        .doesNotThrowAnyException();
  }

  /**
   * With a constant learning rate, the first steps of these stages do not depend on the number of
   * all steps, and the unaugmented ones are the last of all.
   */
  @ParameterizedTest
  @ValueSource(strings = {"fine-tune", "minimum-class-confusion"})
  void modelIsTrainedOnAllLabelsForTheChosenSteps(String stage) {
    String constant = "finetune.learning-rate-schedule=constant";
    String unaugmented = "finetune.unaugmented-fraction=";
    SmallTraining stopped = training(stage, constant, unaugmented + 0.1, HELD_OUT, PATIENCE);
    float[] model = stopped.whole();
    int steps = stopped.steps().size();
    assertThat(steps).isIn(10, 20);
    SmallTraining plain = training(stage, constant, unaugmented + 0, "finetune.steps=" + steps);
    assertThat(plain.whole()).isEqualTo(model);
  }

  @Test
  void allStepsAreTakenWithoutTwoExamplesOfAClass() {
    TargetExamples examples =
        new TargetExamples(new byte[3][1], new int[] {0, 1, 2}, TargetExamples.NONE);
    assertThat(HeldOutSplit.count(examples, 0.5)).isZero();
  }

  /** 2 of 12 examples of a class are wanted; the last group may be smaller than the others. */
  @ParameterizedTest
  @CsvSource({"1, 2", "4, 4", "5, 2", "6, 6", "12, 0"})
  void groupsAreNotDivided(int size, int heldOut) {
    int[] labels = IntStream.range(0, 24).map(i -> i / 12).toArray();
    int[] groups = IntStream.range(0, 24).map(i -> 100 * (i / 12) + i % 12 / size).toArray();
    byte[][] images = new byte[24][1];
    for (int i = 0; i < images.length; i++) {
      images[i][0] = (byte) groups[i];
    }
    TargetExamples all = new TargetExamples(images, labels, TargetExamples.NONE).inGroups(groups);

    HeldOutSplit split = HeldOutSplit.of(all, 0.2, 1);

    assertThat(counts(split.heldOut())).containsExactly(heldOut, heldOut, 0, 0);
    assertThat(HeldOutSplit.count(all, 0.2)).isEqualTo(2 * heldOut);
    assertThat(values(split.heldOut()).boxed())
        .doesNotContainAnyElementsOf(values(split.training()).boxed().toList());
  }

  /** Class 2 has one group, and classes 0 and 1 share two. */
  @Test
  void groupWithTheLastExamplesOfAClassStays() {
    int[] labels = {0, 0, 1, 1, 0, 0, 2, 2};
    TargetExamples all =
        new TargetExamples(new byte[8][1], labels, TargetExamples.NONE)
            .inGroups(new int[] {0, 0, 0, 1, 1, 2, 3, 3});

    HeldOutSplit split = HeldOutSplit.of(all, 0.4, 1);

    assertThat(counts(split.training())).startsWith(4 - counts(split.heldOut())[0], 1, 2);
    assertThat(counts(split.heldOut())[0]).isBetween(1, 3);
  }

  /**
   * The first interruption is in the search, after the check that is the best one, and the second
   * one in the training.
   */
  @Test
  void resumedTrainingHasTheSameBits() throws IOException {
    Files.createDirectory(folder.resolve("checkpoint"));
    SmallTraining training =
        training("freematch", HELD_OUT, PATIENCE, "finetune.learning-rate=0.1");
    float[] whole = training.whole();
    List<FinishedStep> steps = List.copyOf(training.steps());
    assertThat(steps).hasSize(20);
    training.interruptSearch(3, 27);
    assertThat(training.checkpointFolder().resolve("early-stopping/step-00000024.bin")).exists();
    training.interrupt(3, 8);
    assertThat(training.checkpointFolder().resolve("step-00000006.bin")).exists();
    assertThat(training.resume(3)).isEqualTo(whole);
    assertThat(training.steps()).isEqualTo(steps);
  }

  private SmallTraining training(String stage, String... keys) {
    return new SmallTraining(folder, stage, "onednn", "mlp", keys);
  }

  private static StepSearch stopping(int steps, int patience) {
    TargetExamples heldOut =
        new TargetExamples(new byte[2][4], new int[] {0, 2}, TargetExamples.NONE);
    return search(heldOut, NETWORK, steps, patience);
  }

  private static StepSearch search(
      TargetExamples heldOut, TransferNetwork network, int steps, int patience) {
    return new StepSearch(
        heldOut,
        network.graph(),
        new Normalization(new float[] {0.5f}, new float[] {0.3f}).table(network.shape()),
        "onednn",
        steps,
        patience);
  }

  private static double crossEntropy(byte[][] images, int[] labels, float[] weights) {
    TargetExamples heldOut = new TargetExamples(images, labels, TargetExamples.NONE);
    try (StepSearch search = search(heldOut, NETWORK, 10, 1)) {
      return search.crossEntropy(weights);
    }
  }

  private static int[] counts(TargetExamples examples) {
    int[] counts = new int[4];
    Arrays.stream(examples.labels()).forEach(label -> counts[label]++);
    return counts;
  }

  private static IntStream values(TargetExamples examples) {
    return Arrays.stream(examples.labelled()).mapToInt(image -> image[0]);
  }
}
