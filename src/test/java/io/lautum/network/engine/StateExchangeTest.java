package io.lautum.network.engine;

import static io.lautum.network.engine.TestedEngines.assumeCan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that states have the same order and meaning in all engines. */
class StateExchangeTest {
  private static final NetworkGraph NETWORK = SmallNetworks.normalised();
  private static final int ROWS = 8;

  static Stream<Arguments> enginesAndOptimizers() {
    LearningRate rate = new LearningRate.Constant(0.05);
    return TestedEngines.all()
        .flatMap(
            engine ->
                Stream.of(new Optimizer.Adam(rate), new Optimizer.Sgd(rate, 0.9, true, 0))
                    .map(optimizer -> Arguments.of(engine, optimizer)));
  }

  /** One step on oneDNN, then one on another engine, against two steps on oneDNN. */
  @ParameterizedTest
  @MethodSource("enginesAndOptimizers")
  void everyEngineContinuesAStateOfOneDnn(Engine engine, Optimizer optimizer) {
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
            List.of(NetworkGraph.LOGITS),
            optimizer,
            false);
    assumeCan(new OneDnnEngine(), NETWORK, step);
    assumeCan(engine, NETWORK, step);
    EngineState start = EngineState.initial(SmallNetworks.weights(NETWORK, 1));
    EngineState first = train(new OneDnnEngine(), step, start, 1);
    EngineState expected = train(new OneDnnEngine(), step, first, 2);
    EngineState other = train(engine, step, first, 2);
    assertThat(SmallNetworks.doubles(other.weights()))
        .containsExactly(SmallNetworks.doubles(expected.weights()), within(2e-3));
    assertThat(SmallNetworks.doubles(other.moments()))
        .containsExactly(SmallNetworks.doubles(expected.moments()), within(2e-3));
    assertThat(other.steps()).isEqualTo(2);
    assertThat(distance(expected.moments(), first.moments())).as("not vacuous").isGreaterThan(0.1);
  }

  private static EngineState train(Engine engine, StepSpec step, EngineState state, long seed) {
    try (CompiledNetwork network = engine.compile(NETWORK, step, Precision.FLOAT)) {
      network.load(state, 1);
      float[] images = SmallNetworks.normal(ROWS * NETWORK.input().size(), seed);
      network.forward(() -> images);
      float[] gradient = SmallNetworks.normal(ROWS * SmallNetworks.CLASSES, 10 + seed);
      network.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
      network.update();
      return network.state();
    }
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - (double) b[i]));
    }
    return largest;
  }
}
