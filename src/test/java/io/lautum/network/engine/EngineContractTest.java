package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.check.LinearLoss;
import io.lautum.network.engine.check.ReferenceNetwork;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every engine with a reference in double precision, on networks that together contain
 * every layer. The loss is a random linear function of all outputs.
 */
class EngineContractTest {
  private static final List<String> BOTH = List.of(NetworkGraph.LOGITS, NetworkGraph.FEATURES);

  static Stream<Arguments> everyEngineAndNetwork() {
    Map<String, NetworkGraph> networks =
        Map.of(
            "chain", SmallNetworks.chain(),
            "normalised", SmallNetworks.normalised(),
            "residual", SmallNetworks.residual(),
            "with head", SmallNetworks.withHead());
    List<StepSpec> steps = List.of(step(shared()), step(separate()), step(constants()));
    return Stream.of(new OneDnnEngine(), new Dl4jEngine())
        .flatMap(
            engine ->
                networks.entrySet().stream()
                    .flatMap(
                        network ->
                            steps.stream()
                                .map(step -> withHeads(step, network.getValue()))
                                .map(
                                    step ->
                                        Arguments.of(
                                            engine, network.getKey(), network.getValue(), step))));
  }

  private static List<ImageGroup> shared() {
    return List.of(ImageGroup.trained("labelled", 4), ImageGroup.trained("unlabelled", 6));
  }

  private static List<ImageGroup> separate() {
    return List.of(
        new ImageGroup("labelled", 4, true, true, Statistics.OWN),
        new ImageGroup("weak", 5, true, false, Statistics.RUNNING),
        new ImageGroup("strong", 5, true, true, Statistics.OWN));
  }

  /** Returns groups of which the last has outputs without gradient. */
  private static List<ImageGroup> constants() {
    return List.of(
        ImageGroup.trained("labelled", 6),
        new ImageGroup("weak", 4, false, true, Statistics.SHARED));
  }

  private static StepSpec step(List<ImageGroup> groups) {
    return new StepSpec(groups, BOTH, Optimizer.constant(1e-2), true);
  }

  private static StepSpec withHeads(StepSpec step, NetworkGraph network) {
    List<String> outputs = network.outputs().containsKey("domain") ? concat(BOTH, "domain") : BOTH;
    return new StepSpec(step.groups(), outputs, step.optimizer(), true);
  }

  private static List<String> concat(List<String> names, String name) {
    return Stream.concat(names.stream(), Stream.of(name)).toList();
  }

  @ParameterizedTest(name = "{0} {1} {3}")
  @MethodSource("everyEngineAndNetwork")
  void outputsAgreeWithTheReference(
      Engine engine, String name, NetworkGraph network, StepSpec step) {
    assumeCan(engine, network, step);
    float[] weights = SmallNetworks.weights(network, 1);
    float[] images = images(network, step);
    ReferenceNetwork reference = new ReferenceNetwork(network, step);
    try (CompiledNetwork compiled = loaded(engine, network, step, weights)) {
      compiled.forward(() -> images);
      for (String output : step.outputs()) {
        double[] expected = reference.output(output, doubles(weights), images);
        assertThat(doubles(compiled.output(output))).containsExactly(expected, within(2e-4));
      }
    }
  }

  @ParameterizedTest(name = "{0} {1} {3}")
  @MethodSource("everyEngineAndNetwork")
  void gradientAgreesWithTheDerivativeOfTheReference(
      Engine engine, String name, NetworkGraph network, StepSpec step) {
    assumeCan(engine, network, step);
    float[] weights = SmallNetworks.weights(network, 2);
    float[] images = images(network, step);
    LinearLoss loss = new LinearLoss(network, step);
    TrainableMask mask = network.parameters().trainable();
    try (CompiledNetwork compiled = loaded(engine, network, step, weights)) {
      compiled.forward(() -> images);
      compiled.backward(loss.gradients(), Map.of());
      float[] gradient = compiled.gradient();
      float[] byImages = compiled.imageGradient();
      Random random = new Random(5);
      for (var parameter : network.parameters().parameters()) {
        if (!parameter.kind().isTrained()) {
          continue;
        }
        double[] direction = new double[weights.length];
        double expected = 0;
        for (int i = parameter.offset(); i < parameter.end(); i++) {
          direction[i] = random.nextGaussian() / Math.sqrt(parameter.length());
          expected += direction[i] * gradient[i];
        }
        assertThat(loss.derivative(weights, direction, images))
            .as("%s %s", parameter.layer(), parameter.kind())
            .isCloseTo(expected, within(2e-3 * Math.max(1, Math.abs(expected))));
      }
      assertThat(loss.imageDerivative(weights, images, doubles(byImages)))
          .as("images")
          .isCloseTo(squaredNorm(byImages), within(5e-3 * squaredNorm(byImages) + 1e-6));
      assertThat(squaredNorm(mask.select(gradient))).as("not vacuous").isGreaterThan(1e-3);
    }
  }

  private static void assumeCan(Engine engine, NetworkGraph network, StepSpec step) {
    var obstacle = engine.obstacle(network, step, Precision.FLOAT);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
  }

  private static CompiledNetwork loaded(
      Engine engine, NetworkGraph network, StepSpec step, float[] weights) {
    CompiledNetwork compiled = engine.compile(network, step, Precision.FLOAT);
    compiled.load(EngineState.initial(weights), 1);
    return compiled;
  }

  private static float[] images(NetworkGraph network, StepSpec step) {
    return SmallNetworks.normal(step.rows() * network.input().size(), 3);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double squaredNorm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
