package io.lautum.execution.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.execution.Engine;
import io.lautum.execution.Minibatch;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import io.lautum.network.Updaters;
import io.lautum.regularization.LautumLoss;
import io.lautum.regularization.MmdLoss;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DL4J's own execution of the same graph is the independent implementation. */
class OneDnnNetworkTest {
  private static final int BATCH = 12;
  private static final int CLASSES = 4;
  private static final int COMPONENTS = 6;

  @ParameterizedTest
  @CsvSource({
    "lenet, 1, 28, NONE",
    "lenet, 1, 28, SOFTMAX",
    "lenet, 3, 20, LOGITS",
    "lenet, 1, 17, FEATURES",
    "cnn, 3, 16, NONE",
    "cnn, 3, 16, SOFTMAX",
    "cnn, 1, 11, FEATURES",
    "mlp, 1, 5, NONE",
    "mlp, 2, 6, LOGITS"
  })
  void followsTheSameTrajectoryAsDl4j(String architecture, int channels, int side, String output) {
    ImageShape shape = new ImageShape(channels, side, side);
    assertSameTrajectory(graph(architecture, shape, output, 0), shape, !output.equals("NONE"));
  }

  /** Its gradient reaches both halves of the stacked minibatch. */
  @ParameterizedTest
  @CsvSource({
    "lenet, 1, 17, FEATURES, FIXED",
    "lenet, 1, 17, SOFTMAX, MEDIAN",
    "cnn, 1, 11, FEATURES, MEDIAN"
  })
  void mkMmdFollowsTheSameTrajectoryAsDl4j(
      String architecture,
      int channels,
      int side,
      TransferTerm.Output output,
      MmdLoss.Kernels kernels) {
    ImageShape shape = new ImageShape(channels, side, side);
    TransferTerm term = new TransferTerm(output, new MmdLoss(1.5, kernels, 1));
    assertSameTrajectory(graph(architecture, shape, Optional.of(term), 0), shape, true);
  }

  private static void assertSameTrajectory(
      ComputationGraphConfiguration graph, ImageShape shape, boolean target) {
    float[] weights = weights(graph);
    try (TrainableNetwork ours = network(Engine.ONEDNN, graph, shape);
        TrainableNetwork theirs = network(Engine.DL4J, graph, shape)) {
      ours.load(weights, new float[0], new double[0], 0, 1);
      theirs.load(weights, new float[0], new double[0], 0, 1);
      for (int step = 0; step < 3; step++) {
        Minibatch minibatch = minibatch(shape, target, step);
        double score = theirs.fit(minibatch);
        assertThat(ours.fit(minibatch)).isCloseTo(score, within(2e-4 * Math.abs(score) + 1e-5));
        assertThat(ours.crossEntropy()).isCloseTo(theirs.crossEntropy(), within(2e-4));
        // Adam's moments are linear in the gradients; its steps are not, and blow up rounding.
        assertThat(distance(ours.updater(), theirs.updater())).isLessThan(step == 0 ? 2e-5 : 2e-2);
        assertThat(ours.updater()).hasSameSizeAs(theirs.updater());
        assertThat(distance(ours.weights(), theirs.weights())).isLessThan(5e-3);
        theirs.load(ours.weights(), ours.updater(), ours.statistics(), step + 1, 1);
      }
    }
  }

  /**
   * Eight bits of significand in every factor: close, not equal. Six layers of them, with
   * normalisation that magnifies and rectifiers that flip, differ more than one.
   */
  @ParameterizedTest
  @CsvSource({"lenet, 1, 28, 0.05", "cnn, 3, 16, 0.2"})
  void bfloat16GivesNearlyTheSameGradient(
      String architecture, int channels, int side, double difference) {
    assumeTrue(Precision.BFLOAT16.isNative(), "this processor does not multiply bfloat16 numbers");
    ImageShape shape = new ImageShape(channels, side, side);
    ComputationGraphConfiguration graph = graph(architecture, shape, "SOFTMAX", 0);
    float[] weights = weights(graph);
    // As large as those of a network that has learnt something.
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 2;
    }
    try (TrainableNetwork half = network(Engine.ONEDNN_BFLOAT16, graph, shape);
        TrainableNetwork full = network(Engine.ONEDNN, graph, shape)) {
      half.load(weights, new float[0], new double[0], 0, 1);
      full.load(weights, new float[0], new double[0], 0, 1);
      Minibatch minibatch = minibatch(shape, true, 3);
      double score = full.fit(minibatch);
      assertThat(half.fit(minibatch)).isCloseTo(score, within(0.02 * Math.abs(score)));
      assertThat(distance(half.updater(), full.updater())).isBetween(1e-6, difference);
    }
  }

  @Test
  void goesOnBitForBitFromALoadedState() {
    ImageShape shape = new ImageShape(3, 16, 16);
    ComputationGraphConfiguration graph = graph("cnn", shape, "SOFTMAX", 0.5);
    float[] weights = weights(graph);
    try (TrainableNetwork whole = network(Engine.ONEDNN, graph, shape);
        TrainableNetwork resumed = network(Engine.ONEDNN, graph, shape)) {
      whole.load(weights, new float[0], new double[0], 0, 7);
      whole.fit(minibatch(shape, true, 0));
      float[] middle = whole.weights();
      float[] updater = whole.updater();
      double[] statistics = whole.statistics();
      whole.load(middle, updater, statistics, 1, 8);
      whole.fit(minibatch(shape, true, 1));
      resumed.load(middle, updater, statistics, 1, 8);
      resumed.fit(minibatch(shape, true, 1));
      assertThat(resumed.weights()).isEqualTo(whole.weights());
      assertThat(resumed.updater()).isEqualTo(whole.updater());
    }
  }

  @Test
  void dropoutDependsOnItsSeedAlone() {
    ImageShape shape = new ImageShape(1, 6, 6);
    ComputationGraphConfiguration graph = graph("mlp", shape, "NONE", 0.5);
    float[] weights = weights(graph);
    try (TrainableNetwork network = network(Engine.ONEDNN, graph, shape)) {
      float[] first = trained(network, weights, shape, 1);
      assertThat(trained(network, weights, shape, 1)).isEqualTo(first);
      assertThat(trained(network, weights, shape, 2)).isNotEqualTo(first);
    }
  }

  @Test
  void reportsOutputsThatAreNoLongerFinite() {
    ImageShape shape = new ImageShape(1, 6, 6);
    ComputationGraphConfiguration graph = graph("mlp", shape, "SOFTMAX", 0);
    float[] weights = weights(graph);
    java.util.Arrays.fill(weights, Float.NaN);
    try (TrainableNetwork network = network(Engine.ONEDNN, graph, shape)) {
      network.load(weights, new float[0], new double[0], 0, 1);
      assertThat(network.fit(minibatch(shape, true, 0))).isNaN();
    }
  }

  private static float[] trained(
      TrainableNetwork network, float[] weights, ImageShape shape, long seed) {
    network.load(weights, new float[0], new double[0], 0, seed);
    network.fit(minibatch(shape, false, 0));
    return network.weights();
  }

  static ComputationGraphConfiguration graph(
      String architecture, ImageShape shape, String output, double dropout) {
    Optional<TransferTerm> term =
        output.equals("NONE")
            ? Optional.empty()
            : Optional.of(
                new TransferTerm(
                    TransferTerm.Output.valueOf(output), new LautumLoss(1.5, 0.1, 0.9, 0.99, 1)));
    return graph(architecture, shape, term, dropout);
  }

  private static ComputationGraphConfiguration graph(
      String architecture, ImageShape shape, Optional<TransferTerm> term, double dropout) {
    return new TransferNetwork(architecture, shape, CLASSES, dropout)
        .training(Updaters.linearDecay(1e-3, 10), 5, term);
  }

  private static TrainableNetwork network(
      Engine engine, ComputationGraphConfiguration graph, ImageShape shape) {
    return network(engine, graph, shape, RegularizationConfig.NONE);
  }

  private static TrainableNetwork network(
      Engine engine,
      ComputationGraphConfiguration graph,
      ImageShape shape,
      RegularizationConfig regularization) {
    return new NetworkBlueprint(graph.toJson(), engine, shape, BATCH, regularization).build();
  }

  private static float[] weights(ComputationGraphConfiguration graph) {
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    return network.params().toFloatVector();
  }

  private static Minibatch minibatch(ImageShape shape, boolean target, long seed) {
    Random random = new Random(seed);
    float[] images = new float[(target ? 2 : 1) * BATCH * shape.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    double[] whitened =
        target ? random.doubles(2 * BATCH * COMPONENTS, -1.5, 1.5).toArray() : new double[0];
    return new Minibatch(images, random.ints(BATCH, 0, CLASSES).toArray(), whitened);
  }

  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.pow(a[i] - b[i], 2);
      norm += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
