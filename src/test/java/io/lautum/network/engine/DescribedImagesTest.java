package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import io.lautum.training.MinibatchImages;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that every engine computes the same bits from described images as from their pixels on the
 * host, whether it keeps the sets of images on a device or asks for the pixels.
 */
class DescribedImagesTest {
  private static final NetworkGraph NETWORK = SmallNetworks.residual();
  private static final int STEPS = 4;

  /** Groups of which the first and the last pass together. */
  private static final StepSpec STEP =
      new StepSpec(
          List.of(
              ImageGroup.trained(ImageGroup.LABELLED, 3),
              new ImageGroup("own", 4, true, true, Statistics.OWN),
              ImageGroup.trained(ImageGroup.UNLABELLED, 2)),
          List.of(NetworkGraph.LOGITS),
          Optimizer.constant(0.01),
          true);

  static Stream<Named<Engine>> engines() {
    return TestedEngines.all();
  }

  /** A form in which the engine gets a minibatch's images. */
  private interface Form {
    ImageBatch of(ImageBatch described);
  }

  private static ImageBatch pixelsOnly(ImageBatch described) {
    return described::pixels;
  }

  private static MinibatchImages images() {
    return RandomImages.of(NETWORK.input(), STEP, 5);
  }

  private static EngineState start() {
    return EngineState.initial(SmallNetworks.weights(NETWORK, 1));
  }

  /** Trains steps with a new network, after it has drawn the images of the steps before. */
  private static EngineState train(
      Engine engine, EngineState state, int from, int to, Form form, int augmentedUntil) {
    TestedEngines.assumeCan(engine, NETWORK, STEP);
    MinibatchImages images = images();
    EngineState now = state;
    try (CompiledNetwork compiled = TestedEngines.loaded(engine, NETWORK, STEP, state.weights())) {
      for (int t = 0; t < to; t++) {
        ImageBatch batch = images.images(t, t < augmentedUntil);
        if (t < from) {
          continue;
        }
        compiled.load(now, t);
        compiled.forward(form.of(batch));
        compiled.backward(
            Map.of(NetworkGraph.LOGITS, compiled.output(NetworkGraph.LOGITS)), Map.of());
        compiled.update();
        now = compiled.state();
      }
    }
    return now;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void trainingHasTheSameBitsAsFromPixels(Engine engine) {
    EngineState expected =
        train(engine, start(), 0, STEPS, DescribedImagesTest::pixelsOnly, STEPS - 1);
    EngineState actual = train(engine, start(), 0, STEPS, batch -> batch, STEPS - 1);
    assertThat(actual.weights()).isEqualTo(expected.weights());
    assertThat(actual.moments()).isEqualTo(expected.moments());
    EngineState unaugmented = train(engine, start(), 0, STEPS, batch -> batch, 0);
    assertThat(unaugmented.weights()).as("not vacuous").isNotEqualTo(expected.weights());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void resumedAndRepeatedTrainingHasTheSameBits(Engine engine) {
    EngineState uninterrupted = train(engine, start(), 0, STEPS, batch -> batch, STEPS);
    EngineState half = train(engine, start(), 0, 2, batch -> batch, STEPS);
    for (int repeat = 0; repeat < 2; repeat++) {
      EngineState resumed = train(engine, half, 2, STEPS, batch -> batch, STEPS);
      assertThat(resumed.weights()).isEqualTo(uninterrupted.weights());
      assertThat(resumed.moments()).isEqualTo(uninterrupted.moments());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void adversarialImagesAreThoseOfPixels(Engine engine) {
    assertThat(perturbed(engine, batch -> batch))
        .isEqualTo(perturbed(engine, DescribedImagesTest::pixelsOnly));
  }

  private static float[] perturbed(Engine engine, Form form) {
    try (CompiledNetwork compiled =
        TestedEngines.loaded(engine, NETWORK, STEP, start().weights())) {
      compiled.forward(form.of(images().images(0, true)));
      compiled.backward(
          Map.of(NetworkGraph.LOGITS, compiled.output(NetworkGraph.LOGITS)), Map.of());
      compiled.forwardPerturbed(3, 0.1);
      return compiled.output(NetworkGraph.LOGITS).clone();
    }
  }
}
