package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Checks the forward and backward pass of every layer. The relative error ‖g − g*‖/‖g‖ of a
 * gradient g is estimated without g* from a few normal directions d: the mean of (gᵀd − g*ᵀd)² is
 * ‖g − g*‖², and g*ᵀd is a central difference of the {@link LinearLoss}.
 */
final class PassChecks {
  private static final int DIRECTIONS = 2;

  /** A gradient smaller than this share of the whole gradient has its rounding errors. */
  private static final double LEAST_SHARE = 1e-2;

  private static final List<ImageGroup> TOGETHER =
      List.of(ImageGroup.trained("labelled", 4), ImageGroup.trained("unlabelled", 6));
  private static final List<ImageGroup> SEPARATE =
      List.of(
          new ImageGroup("labelled", 4, true, true, Statistics.OWN),
          new ImageGroup("weak", 5, true, false, Statistics.RUNNING),
          new ImageGroup("strong", 5, true, true, Statistics.OWN));
  private static final List<ImageGroup> CONSTANT =
      List.of(
          ImageGroup.trained("labelled", 6),
          new ImageGroup("weak", 4, false, true, Statistics.SHARED));

  private PassChecks() {}

  static void run(Probe probe) {
    run(probe, "chain of layers", SmallNetworks.chain(), TOGETHER);
    run(probe, "batch normalisation", SmallNetworks.normalised(), TOGETHER);
    run(probe, "wide convolutions", SmallNetworks.wide(), TOGETHER);
    run(probe, "residual sums", SmallNetworks.residual(), TOGETHER);
    run(probe, "auxiliary head", SmallNetworks.withHead(), TOGETHER);
    run(probe, "separate statistics", SmallNetworks.residual(), SEPARATE);
    run(probe, "rows without gradient", SmallNetworks.residual(), CONSTANT);
  }

  private static void run(Probe probe, String name, NetworkGraph network, List<ImageGroup> groups) {
    List<String> outputs = new ArrayList<>(network.outputs().keySet());
    StepSpec step = new StepSpec(groups, outputs, new Optimizer.None(), true);
    double limit = probe.limit(Tolerance.GRADIENT);
    probe.check(
        name + ": outputs",
        probe.limit(Tolerance.OUTPUT),
        network,
        step,
        (graph, spec) -> outputError(probe, graph, spec));
    probe.check(
        name + ": gradient by weights",
        limit,
        network,
        step,
        (graph, spec) -> gradientError(probe, graph, spec));
    probe.check(
        name + ": gradient by images",
        limit,
        network,
        step,
        (graph, spec) -> imageGradientError(probe, graph, spec));
  }

  private static double outputError(Probe probe, NetworkGraph network, StepSpec step) {
    float[] weights = SmallNetworks.weights(network, 1);
    float[] images = images(network, step);
    ReferenceNetwork reference = new ReferenceNetwork(network, step);
    double[] exact = SmallNetworks.doubles(weights);
    double worst = 0;
    try (CompiledNetwork compiled = probe.load(network, step, weights, 1)) {
      compiled.forward(() -> images);
      for (String output : step.outputs()) {
        double[] expected = reference.output(output, exact, images);
        worst = Math.max(worst, Distance.relative(compiled.output(output), expected));
      }
    }
    return worst;
  }

  private static double gradientError(Probe probe, NetworkGraph network, StepSpec step) {
    float[] weights = SmallNetworks.weights(network, 2);
    float[] images = images(network, step);
    LinearLoss loss = new LinearLoss(network, step);
    float[] gradient =
        afterBackward(
            probe.load(network, step, weights, 1), images, loss, CompiledNetwork::gradient);
    double whole = Distance.norm(network.parameters().trainable().select(gradient));
    double worst = 0;
    Random random = new Random(5);
    for (Parameter parameter : network.parameters().parameters()) {
      if (parameter.kind().isTrained()) {
        double squares = 0;
        for (int k = 0; k < DIRECTIONS; k++) {
          double[] direction = new double[weights.length];
          for (int i = parameter.offset(); i < parameter.end(); i++) {
            direction[i] = random.nextGaussian();
          }
          double difference =
              Distance.dot(gradient, direction) - loss.derivative(weights, direction, images);
          squares += difference * difference;
        }
        float[] own = parameter.values(gradient);
        double norm = Math.max(Distance.norm(own), LEAST_SHARE * whole);
        worst = Math.max(worst, Math.sqrt(squares / DIRECTIONS) / norm);
      }
    }
    return worst;
  }

  private static double imageGradientError(Probe probe, NetworkGraph network, StepSpec step) {
    float[] weights = SmallNetworks.weights(network, 2);
    float[] images = images(network, step);
    LinearLoss loss = new LinearLoss(network, step);
    float[] gradient =
        afterBackward(
            probe.load(network, step, weights, 1), images, loss, CompiledNetwork::imageGradient);
    double squares = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
      double[] direction = SmallNetworks.doubles(SmallNetworks.normal(images.length, 7 + k));
      double difference =
          Distance.dot(gradient, direction) - loss.imageDerivative(weights, images, direction);
      squares += difference * difference;
    }
    return Math.sqrt(squares / DIRECTIONS) / Distance.norm(gradient);
  }

  /** Returns a value of the network after a forward and a backward pass, and closes the network. */
  private static float[] afterBackward(
      CompiledNetwork compiled,
      float[] images,
      LinearLoss loss,
      Function<CompiledNetwork, float[]> value) {
    try (compiled) {
      compiled.forward(() -> images);
      compiled.backward(loss.gradients(), Map.of());
      return value.apply(compiled);
    }
  }

  private static float[] images(NetworkGraph network, StepSpec step) {
    return SmallNetworks.normal(step.rows() * network.input().size(), 3);
  }
}
