package io.lautum.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import io.lautum.network.Updaters;
import io.lautum.network.WeightMatrices;
import io.lautum.network.WeightMatrix;
import io.lautum.regularization.LautumLoss;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients, and what regularisers add to them, on both engines. */
class RegularizedNetworkTest {
  private static final ImageShape SHAPE = new ImageShape(2, 16, 16);
  private static final int BATCH = 8;
  private static final int CLASSES = 3;
  private static final int COMPONENTS = 4;
  private static final double EPSILON = 0.05;
  private static final RegularizationConfig ADVERSARIAL =
      new RegularizationConfig(0, 0, 0.7, EPSILON);

  @ParameterizedTest
  @CsvSource({"lenet, false", "lenet, true", "cnn, false", "cnn, true"})
  void bothEnginesAgreeWithEveryRegularizer(String architecture, boolean hasTerm) {
    ComputationGraphConfiguration graph = graph(architecture, hasTerm);
    RegularizationConfig all = new RegularizationConfig(0.2, 0.1, 0.7, EPSILON);
    float[] start = weights(graph);
    Minibatch minibatch = minibatch(hasTerm, 1);
    try (TrainableNetwork ours = network(Engine.ONEDNN, graph, all);
        TrainableNetwork theirs = network(Engine.DL4J, graph, all)) {
      ours.load(start, new float[0], new double[0], 0, 1);
      theirs.load(start, new float[0], new double[0], 0, 1);
      double score = theirs.fit(minibatch);
      assertThat(ours.fit(minibatch)).isCloseTo(score, within(1e-3 * Math.abs(score)));
      assertThat(ours.crossEntropy()).isCloseTo(theirs.crossEntropy(), within(1e-4));
      assertThat(distance(ours.updater(), theirs.updater())).isLessThan(0.02);
      assertThat(ours.statistics()).containsExactly(theirs.statistics(), within(1e-3));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "DL4J"})
  void penaltiesAddTheirGradient(Engine engine) {
    ComputationGraphConfiguration graph = graph("lenet", true);
    float[] start = weights(graph);
    float[] plain = step(engine, graph, RegularizationConfig.NONE, start);
    float[] decayed = step(engine, graph, new RegularizationConfig(0, 0.5, 0, 0), start);
    float[] expected = plain.clone();
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    for (WeightMatrix matrix : WeightMatrices.of(network)) {
      for (int i = matrix.offset(); i < matrix.end(); i++) {
        expected[i] += 0.5f * start[i];
      }
    }
    assertThat(distance(decayed, expected)).isLessThan(1e-4);
    assertThat(distance(plain, expected)).isGreaterThan(0.01);
  }

  @ParameterizedTest
  @CsvSource({"ONEDNN, lenet", "DL4J, lenet", "ONEDNN, cnn", "DL4J, cnn"})
  void theAdversarialGradientIsThatOfTheChangedImages(Engine engine, String architecture) {
    ComputationGraphConfiguration graph = graph(architecture, false);
    float[] start = weights(graph);
    Minibatch minibatch = minibatch(false, 1);
    try (TrainableNetwork network = network(engine, graph, ADVERSARIAL)) {
      network.load(start, new float[0], new double[0], 0, 1);
      float[] clean = new float[start.length];
      double loss = network.gradient(start, minibatch, clean);
      float[] attacked = Adversary.attack(minibatch, network.imageGradient(minibatch), EPSILON);
      float[] changed = new float[start.length];
      double changedLoss =
          network.gradient(start, Minibatch.labelled(attacked, minibatch.labels()), changed);
      assertThat(changedLoss).as("it is an attack").isGreaterThan(loss * 1.05);

      network.load(start, new float[0], new double[0], 0, 1);
      double score = network.fit(minibatch);
      assertThat(score).isCloseTo(loss + 0.7 * changedLoss, within(1e-4 * score));
      float[] expected = moved(graph, clean, changed);
      assertThat(distance(moments(graph, network), expected)).isLessThan(1e-3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "DL4J"})
  void theGradientIsTheDerivativeOfTheCrossEntropy(Engine engine) {
    ComputationGraphConfiguration graph = graph("lenet", false);
    float[] start = weights(graph);
    Minibatch minibatch = minibatch(false, 2);
    try (TrainableNetwork network = network(engine, graph, RegularizationConfig.NONE)) {
      network.load(start, new float[0], new double[0], 0, 1);
      float[] gradient = new float[start.length];
      double loss = network.gradient(start, minibatch, gradient);
      assertThat(network.crossEntropy(start, minibatch)).isCloseTo(loss, within(1e-6));
      assertThat(network.weights()).isEqualTo(start);
      // Along the gradient itself, where single precision leaves enough digits.
      double norm = norm(gradient);
      double step = 0.002;
      double up = network.crossEntropy(moved(start, gradient, step / norm), minibatch);
      double down = network.crossEntropy(moved(start, gradient, -step / norm), minibatch);
      assertThat((up - down) / (2 * step)).isCloseTo(norm, within(0.01 * norm));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "DL4J"})
  void theTermRestsWhereTheCrossEntropyAloneIsAsked(Engine engine) {
    ComputationGraphConfiguration graph = graph("lenet", true);
    float[] start = weights(graph);
    Minibatch minibatch = minibatch(true, 2);
    try (TrainableNetwork network = network(engine, graph, RegularizationConfig.NONE)) {
      network.load(start, new float[0], new double[0], 0, 1);
      network.fit(minibatch);
      double[] statistics = network.statistics();
      network.gradient(start, minibatch, new float[start.length]);
      network.crossEntropy(start, minibatch);
      assertThat(network.statistics()).isEqualTo(statistics);
      network.fit(minibatch);
      assertThat(network.statistics()).isNotEqualTo(statistics);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "DL4J"})
  void imageGradientsNeedAnAdversarialRegularizer(Engine engine) {
    ComputationGraphConfiguration graph = graph("mlp", false);
    try (TrainableNetwork network = network(engine, graph, RegularizationConfig.NONE)) {
      network.load(weights(graph), new float[0], new double[0], 0, 1);
      assertThatThrownBy(() -> network.imageGradient(minibatch(false, 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** The gradient of one step: Adam's first moments are a tenth of it. */
  private static float[] step(
      Engine engine,
      ComputationGraphConfiguration graph,
      RegularizationConfig regularization,
      float[] start) {
    try (TrainableNetwork network = network(engine, graph, regularization)) {
      network.load(start, new float[0], new double[0], 0, 1);
      network.fit(minibatch(true, 1));
      return moments(graph, network);
    }
  }

  /** The gradient that Adam's first moments show after one step. */
  private static float[] moments(ComputationGraphConfiguration graph, TrainableNetwork network) {
    float[] updater = network.updater();
    float[] gradient = new float[network.weights().length];
    int from = 0;
    for (int[] run : movedRuns(graph)) {
      for (int i = run[0]; i < run[1]; i++) {
        gradient[i] = 10 * updater[from + i - run[0]];
      }
      from += 2 * (run[1] - run[0]);
    }
    return gradient;
  }

  private static float[] moved(
      ComputationGraphConfiguration graph, float[] clean, float[] changed) {
    float[] sum = new float[clean.length];
    for (int[] run : movedRuns(graph)) {
      for (int i = run[0]; i < run[1]; i++) {
        sum[i] = clean[i] + 0.7f * changed[i];
      }
    }
    return sum;
  }

  /** Runs of weights that Adam moves: all but batch normalisation's running statistics. */
  private static List<int[]> movedRuns(ComputationGraphConfiguration graph) {
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    List<int[]> runs = new java.util.ArrayList<>();
    int at = 0;
    for (var layer : network.getLayers()) {
      for (var weight : layer.paramTable().entrySet()) {
        int next = at + (int) weight.getValue().length();
        boolean tracked = weight.getKey().equals("mean") || weight.getKey().startsWith("log10");
        if (!tracked && !runs.isEmpty() && runs.get(runs.size() - 1)[1] == at) {
          runs.get(runs.size() - 1)[1] = next;
        } else if (!tracked) {
          runs.add(new int[] {at, next});
        }
        at = next;
      }
    }
    return runs;
  }

  private static TrainableNetwork network(
      Engine engine, ComputationGraphConfiguration graph, RegularizationConfig regularization) {
    return new NetworkBlueprint(graph.toJson(), engine, SHAPE, BATCH, regularization).build();
  }

  private static ComputationGraphConfiguration graph(String architecture, boolean hasTerm) {
    TransferTerm term =
        new TransferTerm(TransferTerm.Output.SOFTMAX, new LautumLoss(1.5, 0.1, 0.9, 0.99, 0));
    return new TransferNetwork(architecture, SHAPE, CLASSES, 0)
        .training(Updaters.constant(1e-3), 5, hasTerm ? Optional.of(term) : Optional.empty());
  }

  private static float[] weights(ComputationGraphConfiguration graph) {
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    return network.params().toFloatVector();
  }

  private static Minibatch minibatch(boolean hasTerm, long seed) {
    Random random = new Random(seed);
    int rows = hasTerm ? 2 * BATCH : BATCH;
    float[] images = new float[rows * SHAPE.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(BATCH, 0, CLASSES).toArray();
    return hasTerm
        ? new Minibatch(images, labels, random.doubles(rows * COMPONENTS, -1.5, 1.5).toArray())
        : Minibatch.labelled(images, labels);
  }

  private static float[] moved(float[] start, float[] direction, double by) {
    float[] moved = start.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (by * direction[i]);
    }
    return moved;
  }

  private static double distance(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return norm(difference) / norm(b);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
