package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.ReferenceNetwork;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.engine.onednn.OneDnnEngine;
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
import org.junit.jupiter.api.Test;

/**
 * Tests the step of a consistency method: 50 labelled images, 200 weakly and 200 strongly augmented
 * ones, two outputs and a head, on the engine for CPUs.
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

  @Test
  void everyOutputOfEveryGroupAgreesWithTheReference() {
    ReferenceNetwork reference = new ReferenceNetwork(NETWORK, STEP);
    try (CompiledNetwork network = compiled()) {
      network.forward(() -> images);
      for (String output : OUTPUTS) {
        double[] expected = reference.output(output, doubles(weights), images);
        assertThat(doubles(network.output(output))).containsExactly(expected, within(5e-4));
      }
    }
  }

  @Test
  void headsAreTrainedButNotPartOfTheModel() {
    ParameterLayout layout = NETWORK.parameters();
    assertThat(layout.modelLength())
        .isEqualTo(SmallNetworks.residual().parameters().length())
        .isLessThan(layout.length());
    assertThat(NETWORK.model()).isEqualTo(SmallNetworks.residual());
    try (CompiledNetwork network = compiled()) {
      step(network, 1.0);
      float[] after = network.state().weights();
      int head = layout.offset("domain.1");
      assertThat(Arrays.copyOfRange(after, head, after.length))
          .isNotEqualTo(Arrays.copyOfRange(weights, head, weights.length));
    }
  }

  /** Gradient reversal requires this. */
  @Test
  void headFactorScalesOnlyTheGradientBelowTheHead() {
    Map<String, float[]> gradients =
        Map.of("domain", SmallNetworks.normal(450 * NETWORK.width("domain"), 7));
    try (CompiledNetwork network = compiled()) {
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

  @Test
  void shadowWeightsAreTheAverageOfTheWeights() {
    try (CompiledNetwork network = compiled()) {
      double[] expected = doubles(weights);
      for (int t = 0; t < 3; t++) {
        step(network, 1.0);
        float[] now = network.state().weights();
        double keep = Math.min(0.99, (1.0 + t) / (10 + t));
        for (int i = 0; i < expected.length; i++) {
          expected[i] = keep * expected[i] + (1 - keep) * now[i];
        }
        assertThat(doubles(network.state().shadow())).containsExactly(expected, within(1e-5));
      }
    }
  }

  @Test
  void repeatedAndResumedRunsHaveTheSameBits() {
    try (CompiledNetwork first = compiled();
        CompiledNetwork second = compiled()) {
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

  private CompiledNetwork compiled() {
    CompiledNetwork network = new OneDnnEngine().compile(NETWORK, STEP, Precision.FLOAT);
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

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
