package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.engine.check.ReferenceNetwork;
import io.lautum.network.engine.check.ReferenceOptimizer;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.loss.WeightDecayPenalty;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests gradients, averages, seeds and states of every engine. */
class EngineStepTest {
  private static final NetworkGraph NETWORK = SmallNetworks.normalised();
  private static final int ROWS = 8;
  private static final double RATE = 0.05;

  static Stream<Named<Engine>> engines() {
    return TestedEngines.all();
  }

  static Stream<Arguments> optimizers() {
    LearningRate rate = new LearningRate.LinearDecay(RATE, 10);
    return engines()
        .flatMap(
            engine ->
                Stream.of(
                        new Optimizer.Adam(rate),
                        new Optimizer.Adam(rate, 0.1, 0.9, 0.999, 1e-8),
                        new Optimizer.Adam(new LearningRate.CosineDecay(RATE, 4)),
                        new Optimizer.Sgd(rate, 0, false, 0),
                        new Optimizer.Sgd(rate, 0.9, true, 0),
                        new Optimizer.Sgd(rate, 0.9, false, 0.2))
                    .map(optimizer -> Arguments.of(engine, optimizer)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void threeUpdatesFollowTheOptimizersFormula(Engine engine, Optimizer optimizer) {
    StepSpec step = step(optimizer, 0);
    TestedEngines.assumeCan(engine, NETWORK, step);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    ReferenceOptimizer reference =
        new ReferenceOptimizer(optimizer, NETWORK.parameters().trainable());
    double[] weights = SmallNetworks.doubles(start);
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      for (int t = 0; t < 3; t++) {
        backward(network, t);
        reference.update(weights, network.gradient());
        network.update();
        EngineState state = network.state();
        assertThat(state.steps()).isEqualTo(t + 1);
        assertThat(SmallNetworks.doubles(state.weights())).containsExactly(weights, within(2e-5));
        // The next gradient is then computed at the same weights.
        weights = SmallNetworks.doubles(state.weights());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void runningAveragesFollowTheMinibatch(Engine engine) {
    StepSpec step = step(new Optimizer.None(), 0);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    float[] images = images(step, 0);
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      backward(network, 0);
      float[] gradient = network.gradient();
      double[] convolved = batchOfFirstConvolution(start, images, step);
      for (int channel = 0; channel < 6; channel++) {
        double[] values = channel(convolved, channel);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
            Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().getAsDouble();
        int at = NETWORK.parameters().of("normalisation1", Kind.RUNNING_MEAN).offset() + channel;
        assertThat(start[at] - gradient[at])
            .isCloseTo((float) (0.9 * start[at] + 0.1 * mean), within(1e-4f));
        int deviation =
            NETWORK.parameters().of("normalisation1", Kind.RUNNING_DEVIATION).offset() + channel;
        double old = Math.pow(10, 2.0 * start[deviation]);
        assertThat(Math.pow(10, 2.0 * (start[deviation] - gradient[deviation])))
            .isCloseTo(0.9 * old + 0.1 * variance, within(1e-3));
      }
    }
  }

  private static double[] batchOfFirstConvolution(float[] weights, float[] images, StepSpec step) {
    NetworkGraph first =
        new NetworkGraph(
            NETWORK.input(),
            NETWORK.nodes().subList(0, 1),
            new TreeMap<>(Map.of("first", "first")));
    return new ReferenceNetwork(first, step)
        .output("first", SmallNetworks.doubles(weights), images);
  }

  private static double[] channel(double[] values, int channel) {
    return IntStream.range(0, values.length)
        .filter(i -> i / 64 % 6 == channel)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void loadedStateContinuesWithTheSameBits(Engine engine) {
    StepSpec step = step(Optimizer.linearDecay(RATE, 10), 0);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    try (CompiledNetwork whole = TestedEngines.loaded(engine, NETWORK, step, start);
        CompiledNetwork resumed = TestedEngines.loaded(engine, NETWORK, step, start)) {
      train(whole, 0);
      EngineState middle = whole.state();
      whole.load(middle, 5);
      train(whole, 1);
      resumed.load(middle, 5);
      train(resumed, 1);
      assertThat(resumed.state().weights()).isEqualTo(whole.state().weights());
      assertThat(resumed.state().moments()).isEqualTo(whole.state().moments());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void penaltiesAndAdditionalGradientsAreAdded(Engine engine) {
    StepSpec step = step(Optimizer.constant(RATE), 0);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      backward(network, 0);
      float[] clean = network.gradient();
      network.forward(() -> images(step, 1));
      network.addBackward(gradients(step, 1), Map.of(), 0.5);
      float[] sum = network.gradient();
      backward(network, 1);
      float[] other = network.gradient();
      TrainableMask mask = NETWORK.parameters().trainable();
      for (int i = 0; i < sum.length; i++) {
        float expected = mask.trained()[i] ? clean[i] + 0.5f * other[i] : clean[i];
        assertThat(sum[i]).isCloseTo(expected, within(1e-4f));
      }
      WeightDecayPenalty penalty = new WeightDecayPenalty(0.3, NETWORK.parameters().matrices());
      float[] expected = other.clone();
      double value = penalty.add(start, expected);
      assertThat(network.add(penalty)).isCloseTo(value, within(1e-6));
      assertThat(network.gradient()).containsExactly(expected, within(1e-5f));
    }
  }

  /** Two calls, because the second continues from the singular vectors of the first. */
  @ParameterizedTest
  @MethodSource("engines")
  void spectralNormIsAddedAndKeepsItsVectors(Engine engine) {
    StepSpec step = step(Optimizer.constant(RATE), 0);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    SpectralNormPenalty here = new SpectralNormPenalty(0.3, NETWORK.parameters().matrices());
    SpectralNormPenalty there = new SpectralNormPenalty(0.3, NETWORK.parameters().matrices());
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      backward(network, 0);
      float[] expected = network.gradient();
      for (int i = 0; i < 2; i++) {
        double value = here.add(start, expected);
        assertThat(network.add(there)).isCloseTo(value, within(1e-5 * value));
      }
      assertThat(network.gradient()).containsExactly(expected, within(1e-4f));
      assertThat(there.state().vector(SpectralNormPenalty.VECTORS))
          .containsExactly(here.state().vector(SpectralNormPenalty.VECTORS), within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void perturbationFollowsTheSignOfTheGradient(Engine engine) {
    StepSpec step = step(new Optimizer.None(), 0);
    float[] start = SmallNetworks.weights(NETWORK, 1);
    try (CompiledNetwork network = TestedEngines.loaded(engine, NETWORK, step, start)) {
      backward(network, 0);
      float[] direction = network.imageGradient();
      network.forwardPerturbed(3, 0.1);
      float[] perturbed = network.output(NetworkGraph.LOGITS).clone();
      float[] images = images(step, 0).clone();
      for (int i = 0; i < 3 * NETWORK.input().size(); i++) {
        images[i] += (float) (0.1 * Math.signum(direction[i]));
      }
      network.forward(() -> images);
      assertThat(network.output(NetworkGraph.LOGITS)).isEqualTo(perturbed);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void imageGradientsMustBeCompiled(Engine engine) {
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.constant(1),
            false);
    try (CompiledNetwork network =
        TestedEngines.loaded(engine, NETWORK, step, SmallNetworks.weights(NETWORK, 1))) {
      network.forward(() -> images(step, 0));
      network.backward(Map.of(), Map.of());
      assertThatThrownBy(network::imageGradient).isInstanceOf(IllegalStateException.class);
    }
  }

  private static StepSpec step(Optimizer optimizer, double shadowDecay) {
    return new StepSpec(
        List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
        List.of(NetworkGraph.LOGITS),
        optimizer,
        shadowDecay,
        true);
  }

  private static void train(CompiledNetwork network, long seed) {
    backward(network, seed);
    network.update();
  }

  private static void backward(CompiledNetwork network, long seed) {
    StepSpec step = step(new Optimizer.None(), 0);
    float[] images = images(step, seed);
    network.forward(() -> images);
    network.backward(gradients(step, seed), Map.of());
  }

  private static float[] images(StepSpec step, long seed) {
    return SmallNetworks.normal(step.rows() * NETWORK.input().size(), 10 + seed);
  }

  private static Map<String, float[]> gradients(StepSpec step, long seed) {
    return Map.of(
        NetworkGraph.LOGITS, SmallNetworks.normal(step.rows() * SmallNetworks.CLASSES, 20 + seed));
  }
}
