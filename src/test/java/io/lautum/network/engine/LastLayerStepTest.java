package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.ReferenceOptimizer;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests steps that train only the last layer on every engine that can. */
class LastLayerStepTest {
  private static final NetworkGraph NETWORK = SmallNetworks.normalised();
  private static final int ROWS = 8;

  static Stream<Arguments> optimizers() {
    LearningRate rate = new LearningRate.LinearDecay(0.05, 10);
    return TestedEngines.all()
        .flatMap(
            engine ->
                Stream.of(new Optimizer.Adam(rate, 0.1), new Optimizer.Sgd(rate, 0.9, true, 0.2))
                    .map(optimizer -> Arguments.of(engine, optimizer)));
  }

  /** Weight decay and running averages must leave the hidden layers alone, too. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void onlyTheLastLayerFollowsTheOptimizer(Engine engine, Optimizer optimizer) {
    StepSpec step = step(optimizer, Statistics.RUNNING);
    TestedEngines.assumeCan(engine, NETWORK, step);
    int first = NETWORK.parameters().offset(NETWORK.node(NetworkGraph.LOGITS));
    TrainableMask mask = NETWORK.parameters().trainable().from(first);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    ReferenceOptimizer reference = new ReferenceOptimizer(optimizer, mask);
    double[] expected = SmallNetworks.doubles(start);
    float[] state = start;
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      for (int t = 0; t < 3; t++) {
        float[] images = SmallNetworks.normal(ROWS * NETWORK.input().size(), 10 + t);
        network.forward(() -> images);
        network.backward(gradients(t), Map.of());
        float[] gradient = network.gradient();
        assertThat(Arrays.copyOf(gradient, first)).isNotEqualTo(new float[first]);
        Arrays.fill(gradient, 0, first, 0);
        reference.update(expected, gradient);
        network.update();
        state = network.state().weights();
        assertThat(SmallNetworks.doubles(state)).containsExactly(expected, within(2e-5));
        expected = SmallNetworks.doubles(state);
      }
      int perWeight = optimizer instanceof Optimizer.Adam ? 2 : 1;
      assertThat(network.state().moments()).hasSize(perWeight * (start.length - first));
    }
    assertThat(Arrays.copyOf(state, first)).isEqualTo(Arrays.copyOf(start, first));
    assertThat(state).isNotEqualTo(start);
  }

  @Test
  void statisticsMustNotFollowTheMinibatch() {
    assertThatThrownBy(() -> step(Optimizer.constant(1), Statistics.SHARED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected running statistics if only the last layer is trained");
  }

  private static StepSpec step(Optimizer optimizer, Statistics statistics) {
    return new StepSpec(
        List.of(new ImageGroup(ImageGroup.LABELLED, ROWS, true, true, statistics)),
        List.of(NetworkGraph.LOGITS),
        optimizer,
        0,
        false,
        true);
  }

  private static Map<String, float[]> gradients(int seed) {
    int width = NETWORK.width(NetworkGraph.LOGITS);
    return Map.of(NetworkGraph.LOGITS, SmallNetworks.normal(ROWS * width, 20 + seed));
  }
}
