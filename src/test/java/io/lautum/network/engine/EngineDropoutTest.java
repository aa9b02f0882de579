package io.lautum.network.engine;

import static io.lautum.network.engine.TestedEngines.assumeCan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which images dropout applies to, and its random numbers. */
class EngineDropoutTest {
  private static final int ROWS = 8;

  static Stream<Named<Engine>> engines() {
    return TestedEngines.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void dropoutDependsOnlyOnTheSeed(Engine engine) {
    NetworkGraph network = dropping();
    StepSpec step = step(ImageGroup.trained(ImageGroup.LABELLED, ROWS));
    assumeCan(engine, network, step);
    float[] weights = SmallNetworks.weights(network, 1);
    try (CompiledNetwork compiled = engine.compile(network, step, Precision.FLOAT)) {
      float[] images = SmallNetworks.normal(ROWS * network.input().size(), 1);
      float[] first = logits(compiled, weights, images, 1);
      assertThat(logits(compiled, weights, images, 1)).isEqualTo(first);
      assertThat(logits(compiled, weights, images, 2)).isNotEqualTo(first);
    }
  }

  /** The mean over many masks is the value without dropout. */
  @ParameterizedTest
  @MethodSource("engines")
  void dropoutAppliesOnlyToItsGroups(Engine engine) {
    NetworkGraph network = dropping();
    StepSpec step =
        step(
            ImageGroup.trained("dropped", 2),
            new ImageGroup("kept", 2, true, false, Statistics.SHARED));
    assumeCan(engine, network, step);
    float[] weights = SmallNetworks.weights(network, 1);
    float[] images = SmallNetworks.normal(4 * network.input().size(), 1);
    int size = 2 * network.input().size();
    System.arraycopy(images, 0, images, size, size);
    try (CompiledNetwork compiled = engine.compile(network, step, Precision.FLOAT)) {
      float[] kept = logits(compiled, weights, images, 1).clone();
      double[] mean = new double[kept.length];
      int draws = 4000;
      for (int seed = 0; seed < draws; seed++) {
        float[] values = logits(compiled, weights, images, seed);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += values[i] / (double) draws;
        }
      }
      for (int i = 0; i < kept.length / 2; i++) {
        assertThat(mean[kept.length / 2 + i]).isCloseTo(kept[kept.length / 2 + i], within(1e-4));
        assertThat(mean[i]).isCloseTo(kept[kept.length / 2 + i], within(0.1));
      }
    }
  }

  private static StepSpec step(ImageGroup... groups) {
    return new StepSpec(List.of(groups), List.of(NetworkGraph.LOGITS), new Optimizer.None(), false);
  }

  private static float[] logits(
      CompiledNetwork compiled, float[] weights, float[] images, long seed) {
    compiled.load(EngineState.initial(weights), seed);
    compiled.forward(() -> images);
    return compiled.output(NetworkGraph.LOGITS).clone();
  }

  private static NetworkGraph dropping() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(1, 4, 4));
    String dropped = graph.add("dropout", new Layer.Dropout(0.4), NetworkGraph.IMAGE);
    graph.add("logits", new Layer.Dense(3, Initialization.XAVIER), dropped);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }
}
