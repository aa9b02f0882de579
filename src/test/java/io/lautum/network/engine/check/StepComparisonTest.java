package io.lautum.network.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepComparisonTest {
  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload("lenet", new Shape.Image(1, 28, 28), 4, 4),
          new Workload("cnn", new Shape.Image(3, 16, 16), 4, 4));

  private static List<Finding> compare(Engine engine) {
    return StepComparison.of(WORKLOADS, engine, new OneDnnEngine(), GaussianTerm.immediate());
  }

  @Test
  void independentEngineHasTheSameGradients() {
    List<Finding> findings = compare(new Dl4jEngine());

    assertThat(findings).hasSize(4).allMatch(found -> found.outcome() == Finding.Outcome.PASSED);
    assertThat(findings.get(0).check()).isEqualTo("lenet 4+4: gradient, next to onednn");
    assertThat(findings.get(0).measured()).isPositive();
    assertThat(findings.get(3).measured()).isZero();
  }

  @Test
  void gradientThatIsOnePercentTooLargeFails() {
    List<Finding> findings =
        compare(
            new AlteredEngine(
                "gradient",
                (network, arguments) -> {
                  float[] gradient = network.gradient();
                  for (int i = 0; i < gradient.length; i++) {
                    gradient[i] *= 1.01f;
                  }
                  return gradient;
                }));

    assertThat(findings.get(0).outcome()).isEqualTo(Finding.Outcome.FAILED);
    assertThat(findings.get(0).measured()).isCloseTo(0.01, within(1e-4));
    assertThat(findings.get(1).outcome()).isEqualTo(Finding.Outcome.PASSED);
  }

  @Test
  void weightThatDiffersBetweenTrainingsFails() {
    AtomicInteger calls = new AtomicInteger();

    List<Finding> findings =
        compare(
            new AlteredEngine(
                "state",
                (network, arguments) -> {
                  EngineState state = network.state();
                  state.weights()[7] += calls.getAndIncrement();
                  return state;
                }));

    assertThat(findings.get(1).outcome()).isEqualTo(Finding.Outcome.FAILED);
    assertThat(findings.get(1).measured()).isEqualTo(1);
  }
}
