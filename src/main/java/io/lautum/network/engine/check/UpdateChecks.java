package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks the optimisers and the running statistics of batch normalisation. */
final class UpdateChecks {
  private static final NetworkGraph NETWORK = SmallNetworks.normalised();
  private static final int ROWS = 8;
  private static final int STEPS = 3;
  private static final double RATE = 0.05;

  /** Error of a weight, relative to the learning rate; a float near 1 has 1.2e-6 of it. */
  private static final double UPDATE_LIMIT = 1e-3;

  private UpdateChecks() {}

  static void run(Probe probe) {
    LearningRate rate = new LearningRate.LinearDecay(RATE, 10);
    update(probe, "Adam", new Optimizer.Adam(rate));
    update(probe, "AdamW", new Optimizer.Adam(rate, 0.1, 0.9, 0.999, 1e-8));
    update(probe, "Nesterov momentum", new Optimizer.Sgd(rate, 0.9, true, 0.2));
    probe.check(
        "batch normalisation: running statistics",
        probe.limit(Tolerance.GRADIENT),
        NETWORK,
        step(new Optimizer.None()),
        (network, step) -> statisticsError(probe, step));
  }

  private static StepSpec step(Optimizer optimizer) {
    return new StepSpec(
        List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
        List.of(NetworkGraph.LOGITS),
        optimizer,
        false);
  }

  private static void update(Probe probe, String name, Optimizer optimizer) {
    probe.check(
        "update: " + name,
        UPDATE_LIMIT,
        NETWORK,
        step(optimizer),
        (network, step) -> updateError(probe, step));
  }

  /** Returns the largest error of a weight, relative to the learning rate, over a few steps. */
  private static double updateError(Probe probe, StepSpec step) {
    float[] start = SmallNetworks.weights(NETWORK, 1);
    ReferenceOptimizer reference =
        new ReferenceOptimizer(step.optimizer(), NETWORK.parameters().trainable());
    double[] expected = SmallNetworks.doubles(start);
    double worst = 0;
    try (CompiledNetwork network = probe.load(NETWORK, step, start, 1)) {
      for (int t = 0; t < STEPS; t++) {
        backward(network, images(t), step);
        reference.update(expected, network.gradient());
        network.update();
        float[] found = network.state().weights();
        worst = Math.max(worst, Distance.largest(found, expected) / RATE);
        // The next gradient is then computed at the same weights.
        expected = SmallNetworks.doubles(found);
      }
    }
    return worst;
  }

  /**
   * Returns the largest relative error of what the first normalisation adds to its running mean and
   * variance.
   */
  private static double statisticsError(Probe probe, StepSpec step) {
    float[] weights = SmallNetworks.weights(NETWORK, 1);
    float[] images = images(0);
    float[] change;
    try (CompiledNetwork network = probe.load(NETWORK, step, weights, 1)) {
      backward(network, images, step);
      change = network.gradient();
    }
    double[] convolved = firstConvolution(weights, images, step);
    Shape.Image shape = (Shape.Image) NETWORK.shapes().get("first");
    ParameterLayout layout = NETWORK.parameters();
    double worst = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      double[] values = channel(convolved, shape, channel);
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      int at = layout.of("normalisation1", Kind.RUNNING_MEAN).offset() + channel;
      double newMean = weights[at] - change[at];
      double meanError = newMean - (0.9 * weights[at] + 0.1 * mean);
      int deviation = layout.of("normalisation1", Kind.RUNNING_DEVIATION).offset() + channel;
      double old = Math.pow(10, 2.0 * weights[deviation]);
      double newVariance = Math.pow(10, 2.0 * (weights[deviation] - change[deviation]));
      double varianceError = newVariance - (0.9 * old + 0.1 * variance);
      worst = Math.max(worst, Math.abs(meanError) / (0.1 * Math.sqrt(variance)));
      worst = Math.max(worst, Math.abs(varianceError) / (0.1 * variance));
    }
    return worst;
  }

  private static double[] firstConvolution(float[] weights, float[] images, StepSpec step) {
    NetworkGraph first =
        new NetworkGraph(
            NETWORK.input(),
            NETWORK.nodes().subList(0, 1),
            new TreeMap<>(Map.of("first", "first")));
    return new ReferenceNetwork(first, step)
        .output("first", SmallNetworks.doubles(weights), images);
  }

  private static double[] channel(double[] values, Shape.Image shape, int channel) {
    int area = shape.height() * shape.width();
    double[] own = new double[values.length / shape.channels()];
    for (int i = 0; i < own.length; i++) {
      own[i] = values[(i / area * shape.channels() + channel) * area + i % area];
    }
    return own;
  }

  private static float[] images(long seed) {
    return SmallNetworks.normal(ROWS * NETWORK.input().size(), 10 + seed);
  }

  private static void backward(CompiledNetwork network, float[] images, StepSpec step) {
    network.forward(() -> images);
    network.backward(new LinearLoss(NETWORK, step).gradients(), Map.of());
  }
}
