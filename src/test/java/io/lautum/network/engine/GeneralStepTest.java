package io.lautum.network.engine;

import static io.lautum.network.engine.TestedEngines.assumeCan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.ReferenceNetwork;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the step of a consistency method: 50 labelled images, 200 weakly and 200 strongly augmented
 * ones, two outputs and a head, on every engine that can compute it.
 */
class GeneralStepTest {
  private static final NetworkGraph NETWORK = SmallNetworks.withHead();
  private static final List<String> OUTPUTS =
      List.of(NetworkGraph.LOGITS, NetworkGraph.FEATURES, "domain");
  private static final StepSpec STEP =
      new StepSpec(
          List.of(
              ImageGroup.trained("labelled", 50),
              new ImageGroup("weak", 200, false, false, Statistics.RUNNING),
              new ImageGroup("strong", 200, true, true, Statistics.OWN)),
          OUTPUTS,
          new Optimizer.Adam(new LearningRate.Constant(0.01), 0.05, 0.9, 0.999, 1e-8),
          0.99,
          false);

  private final float[] weights = SmallNetworks.weights(NETWORK, 4);
  private final float[] images = SmallNetworks.normal(450 * NETWORK.input().size(), 5);

  @ParameterizedTest
  @MethodSource("io.lautum.network.engine.TestedEngines#all")
  void everyOutputOfEveryGroupAgreesWithTheReference(Engine engine) {
    ReferenceNetwork reference = new ReferenceNetwork(NETWORK, STEP);
    try (CompiledNetwork network = compiled(engine)) {
      network.forward(() -> images);
      for (String output : OUTPUTS) {
        double[] expected = reference.output(output, SmallNetworks.doubles(weights), images);
        assertThat(SmallNetworks.doubles(network.output(output)))
            .containsExactly(expected, within(5e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lautum.network.engine.TestedEngines#all")
  void headsAreTrainedButNotPartOfTheModel(Engine engine) {
    ParameterLayout layout = NETWORK.parameters();
    assertThat(layout.modelLength())
        .isEqualTo(SmallNetworks.residual().parameters().length())
        .isLessThan(layout.length());
    assertThat(NETWORK.model()).isEqualTo(SmallNetworks.residual());
    try (CompiledNetwork network = compiled(engine)) {
      step(network, 1.0);
      float[] after = network.state().weights();
      int head = layout.offset("domain.1");
      assertThat(Arrays.copyOfRange(after, head, after.length))
          .isNotEqualTo(Arrays.copyOfRange(weights, head, weights.length));
    }
  }

  /** Gradient reversal requires this. */
  @ParameterizedTest
  @MethodSource("io.lautum.network.engine.TestedEngines#all")
  void headFactorScalesOnlyTheGradientBelowTheHead(Engine engine) {
    Map<String, float[]> gradients =
        Map.of("domain", SmallNetworks.normal(450 * NETWORK.width("domain"), 7));
    try (CompiledNetwork network = compiled(engine)) {
      network.forward(() -> images);
      network.backward(gradients, Map.of());
      float[] plain = network.gradient();
      network.backward(gradients, Map.of("domain", -0.5));
      float[] reversed = network.gradient();
      ParameterLayout layout = NETWORK.parameters();
      for (var parameter : layout.parameters()) {
        double factor = parameter.offset() < layout.modelLength() ? -0.5 : 1;
        for (int i = parameter.offset(); parameter.kind().isTrained() && i < parameter.end(); i++) {
          assertThat((double) reversed[i])
              .isCloseTo(factor * plain[i], within(1e-4 * Math.abs(plain[i]) + 1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lautum.network.engine.TestedEngines#all")
  void shadowWeightsAreTheAverageOfTheWeights(Engine engine) {
    try (CompiledNetwork network = compiled(engine)) {
      double[] expected = SmallNetworks.doubles(weights);
      for (int t = 0; t < 3; t++) {
        step(network, 1.0);
        float[] now = network.state().weights();
        double keep = Math.min(0.99, (1.0 + t) / (10 + t));
        for (int i = 0; i < expected.length; i++) {
          expected[i] = keep * expected[i] + (1 - keep) * now[i];
        }
        assertThat(SmallNetworks.doubles(network.state().shadow()))
            .containsExactly(expected, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.lautum.network.engine.TestedEngines#all")
  void repeatedAndResumedRunsHaveTheSameBits(Engine engine) {
    try (CompiledNetwork first = compiled(engine);
        CompiledNetwork second = compiled(engine)) {
      step(first, 1.0);
      step(second, 1.0);
      assertThat(second.state().weights()).isEqualTo(first.state().weights());
      EngineState middle = first.state();
      first.load(middle, 9);
      second.load(middle, 9);
      step(first, 1.0);
      step(second, 1.0);
      assertThat(second.state().weights()).isEqualTo(first.state().weights());
      assertThat(second.state().shadow()).isEqualTo(first.state().shadow());
    }
  }

  private CompiledNetwork compiled(Engine engine) {
    assumeCan(engine, NETWORK, STEP);
    CompiledNetwork network = engine.compile(NETWORK, STEP, Precision.FLOAT);
    network.load(EngineState.initial(weights), 3);
    return network;
  }

  private void step(CompiledNetwork network, double factor) {
    network.forward(() -> images);
    Map<String, float[]> gradients = new HashMap<>();
    for (String output : OUTPUTS) {
      float[] values = network.output(output).clone();
      gradients.put(output, values);
    }
    network.backward(gradients, Map.of("domain", factor));
    network.update();
  }
}
