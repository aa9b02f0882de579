package io.lautum.network.engine.check;

import static io.lautum.network.engine.check.Finding.Outcome.FAILED;
import static io.lautum.network.engine.check.Finding.Outcome.PASSED;
import static io.lautum.network.engine.check.Finding.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.engine.check.AlteredEngine.Replacement;
import io.lautum.network.engine.cudnn.HostCudnn;
import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the self-test of real engines, which pass, and of altered ones, each of which fails. */
class SelfTestTest {
  @Test
  void engineForCpusPassesEveryCheck() {
    SelfTest result = SelfTest.run(new OneDnnEngine(), Precision.FLOAT);

    assertThat(result.findings()).extracting(Finding::outcome).containsOnly(PASSED);
    assertThat(result.findings()).hasSize(35);
    assertThat(result.passed()).isTrue();
    assertThat(result.device()).startsWith("oneDNN ");
  }

  /** Its kernels compute on the CPU here, images from bytes among them. */
  @Test
  void engineForGpusPassesEveryCheck() {
    assumeTrue(SelfTest.obstacle(HostCudnn.engine(), Precision.FLOAT).isEmpty(), "no compiler");
    SelfTest result = SelfTest.run(HostCudnn.engine(), Precision.FLOAT);

    assertThat(result.findings()).extracting(Finding::outcome).containsOnly(PASSED);
  }

  @Test
  void engineForCpusPassesWithBfloat16() {
    Optional<String> obstacle =
        new OneDnnEngine()
            .obstacle(
                SmallNetworks.chain(),
                new StepSpec(
                    List.of(ImageGroup.trained("labelled", 1)),
                    List.of(NetworkGraph.LOGITS),
                    new Optimizer.None(),
                    false),
                Precision.BFLOAT16);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
    SelfTest result = SelfTest.run(new OneDnnEngine(), Precision.BFLOAT16);

    assertThat(result.with(FAILED)).isEmpty();
    assertThat(result.passed()).isTrue();
    // Larger than the errors of float: the convolutions really multiply bfloat16 numbers.
    assertThat(result.with(PASSED))
        .filteredOn(finding -> finding.check().startsWith("wide convolutions: "))
        .hasSize(3)
        .allSatisfy(finding -> assertThat(finding.measured()).isGreaterThan(1e-4));
  }

  @Test
  void declaredObstaclesAreSkippedWithTheirReason() {
    SelfTest result = SelfTest.run(new Dl4jEngine(), Precision.FLOAT);

    assertThat(result.with(FAILED)).isEmpty();
    assertThat(result.with(SKIPPED))
        .extracting(Finding::check)
        .contains("auxiliary head: outputs", "separate statistics: gradient by weights");
    assertThat(result.with(SKIPPED))
        .allSatisfy(skipped -> assertThat(skipped.reason()).isNotEmpty());
    assertThat(result.with(PASSED)).hasSizeGreaterThan(15);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect("output", (network, name) -> changed(network.output((String) name[0])), "outputs"),
        defect("gradient", (network, none) -> changed(network.gradient()), "gradient by weights"),
        defect(
            "imageGradient",
            (network, none) -> changed(network.imageGradient()),
            "gradient by images"),
        defect("forward", SelfTestTest::imagesWithChangedValue, "same images from bytes"),
        defect("update", SelfTestTest::updateTwice, "update: Adam"),
        defect("gradient", SelfTestTest::withoutStatistics, "running statistics"),
        defect("load", SelfTestTest::withoutSeed, "dropout: same seed"),
        defect("load", SelfTestTest::withSeedOne, "dropout: other seed differs"),
        defect("load", SelfTestTest::withoutSeed, "same bits twice"),
        defect("state", (network, none) -> withoutMoments(network.state()), "same bits resumed"),
        defect("continueDropout", (network, position) -> null, "same bits resumed with dropout"),
        defect(
            "forward",
            (network, images) -> {
              throw new IllegalStateException("out of memory");
            },
            "chain of layers: outputs"));
  }

  private static Arguments defect(String method, Replacement replacement, String check) {
    return Arguments.of(new AlteredEngine(method, replacement), check);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("defects")
  void everyDefectIsFound(Engine engine, String check) {
    SelfTest result = SelfTest.run(engine, Precision.FLOAT);

    assertThat(result.passed()).isFalse();
    assertThat(result.with(FAILED))
        .extracting(Finding::check)
        .anyMatch(name -> name.contains(check));
  }

  @Test
  void thrownErrorIsTheReason() {
    Engine engine =
        new AlteredEngine(
            "forward",
            (network, images) -> {
              throw new UnsatisfiedLinkError("no libcudnn.so.9");
            });

    assertThat(SelfTest.run(engine, Precision.FLOAT).with(FAILED))
        .hasSize(35)
        .allSatisfy(finding -> assertThat(finding.reason()).contains("libcudnn.so.9"));
  }

  /** Changes one value by 1% of the largest one. */
  private static float[] changed(float[] values) {
    float[] copy = values.clone();
    float largest = 0;
    for (float value : copy) {
      largest = Math.max(largest, Math.abs(value));
    }
    copy[copy.length / 2] += 0.01f * largest;
    return copy;
  }

  private static Object updateTwice(CompiledNetwork network, Object[] none) {
    network.update();
    network.update();
    return null;
  }

  /** Returns the gradient without the changes of running variances. */
  private static Object withoutStatistics(CompiledNetwork network, Object[] none) {
    float[] gradient = network.gradient();
    NetworkGraph normalised = SmallNetworks.normalised();
    if (gradient.length == normalised.parameters().length()) {
      boolean[] trained = normalised.parameters().trainable().trained();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = trained[i] ? gradient[i] : 0.99f * gradient[i];
      }
    }
    return gradient;
  }

  /** Passes described images forward with one value changed by 0.01. */
  private static Object imagesWithChangedValue(CompiledNetwork network, Object[] images) {
    ImageBatch batch = (ImageBatch) images[0];
    float[] pixels = batch.pixels().clone();
    if (!batch.rows().isEmpty()) {
      pixels[7] += 0.01f;
    }
    network.forward(() -> pixels);
    return null;
  }

  private static final AtomicInteger SEEDS = new AtomicInteger(100);

  private static Object withoutSeed(CompiledNetwork network, Object[] arguments) {
    network.load((EngineState) arguments[0], SEEDS.incrementAndGet());
    return null;
  }

  private static Object withSeedOne(CompiledNetwork network, Object[] arguments) {
    network.load((EngineState) arguments[0], 1);
    return null;
  }

  private static EngineState withoutMoments(EngineState state) {
    return new EngineState(state.weights(), new float[0], state.shadow(), state.steps());
  }
}
