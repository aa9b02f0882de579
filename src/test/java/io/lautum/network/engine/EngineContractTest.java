package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.LinearLoss;
import io.lautum.network.engine.check.ReferenceNetwork;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every engine with a reference in double precision, on networks that together contain
 * every layer. The loss is a random linear function of all outputs.
 */
class EngineContractTest {
  private static final List<String> BOTH = List.of(NetworkGraph.LOGITS, NetworkGraph.FEATURES);

  /** A step of a network on an engine. */
  private record Case(Engine engine, String name, NetworkGraph network, StepSpec step) {
    float[] weights(long seed) {
      return SmallNetworks.weights(network, seed);
    }

    float[] images() {
      return SmallNetworks.normal(step.rows() * network.input().size(), 3);
    }

    CompiledNetwork loaded(float[] weights) {
      return TestedEngines.loaded(engine, network, step, weights);
    }

    @Override
    public String toString() {
      return "%s %s".formatted(name, step);
    }
  }

  static Stream<Case> everyEngineAndNetwork() {
    Map<String, NetworkGraph> networks =
        Map.of(
            "chain", SmallNetworks.chain(),
            "normalised", SmallNetworks.normalised(),
            "residual", SmallNetworks.residual(),
            "with head", SmallNetworks.withHead());
    List<StepSpec> steps =
        List.of(step(shared()), step(separate()), step(constants()), step(divided()));
    return TestedEngines.all()
        .flatMap(
            engine ->
                networks.entrySet().stream()
                    .flatMap(
                        network ->
                            steps.stream()
                                .map(step -> withHeads(step, network.getValue()))
                                .map(
                                    step ->
                                        new Case(
                                            engine.getPayload(),
                                            engine.getName() + " " + network.getKey(),
                                            network.getValue(),
                                            step))));
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

  /** Returns groups of which the first and the last pass together. */
  private static List<ImageGroup> divided() {
    return List.of(
        ImageGroup.trained("labelled", 3),
        new ImageGroup("own", 4, true, true, Statistics.OWN),
        ImageGroup.trained("unlabelled", 2));
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

  @ParameterizedTest
  @MethodSource("everyEngineAndNetwork")
  void outputsAgreeWithTheReference(Case tested) {
    float[] weights = tested.weights(1);
    float[] images = tested.images();
    ReferenceNetwork reference = new ReferenceNetwork(tested.network, tested.step);
    try (CompiledNetwork compiled = tested.loaded(weights)) {
      compiled.forward(() -> images);
      for (String output : tested.step.outputs()) {
        double[] expected = reference.output(output, SmallNetworks.doubles(weights), images);
        assertThat(SmallNetworks.doubles(compiled.output(output)))
            .containsExactly(expected, within(2e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyEngineAndNetwork")
  void gradientAgreesWithTheDerivativeOfTheReference(Case tested) {
    NetworkGraph network = tested.network;
    float[] weights = tested.weights(2);
    float[] images = tested.images();
    LinearLoss loss = new LinearLoss(network, tested.step);
    TrainableMask mask = network.parameters().trainable();
    try (CompiledNetwork compiled = tested.loaded(weights)) {
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
      assertThat(loss.imageDerivative(weights, images, SmallNetworks.doubles(byImages)))
          .as("images")
          .isCloseTo(squaredNorm(byImages), within(5e-3 * squaredNorm(byImages) + 1e-6));
      assertThat(squaredNorm(mask.select(gradient))).as("not vacuous").isGreaterThan(1e-3);
    }
  }

  private static double squaredNorm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
