package io.lautum.network.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimeTest {
  private static final Workload SMALL = new Workload("lenet", new Shape.Image(1, 16, 16), 3, 4);

  /** A step whose k-th run claims to take a given time per step. */
  private static final class Claimed implements RepeatedStep {
    private final List<String> order;
    private final String name;
    private final double[] seconds;
    private int runs;

    Claimed(List<String> order, String name, double... seconds) {
      this.order = order;
      this.name = name;
      this.seconds = seconds;
    }

    @Override
    public String workload() {
      return name;
    }

    @Override
    public String program() {
      return "none";
    }

    @Override
    public double run(int steps) {
      order.add(name);
      return steps * seconds[Math.min(runs++, seconds.length - 1)];
    }

    @Override
    public void close() {}
  }

  /** Two runs and the first round warm up; then come at least three rounds. */
  @Test
  void alternatesAndReturnsTheMedianWithoutTheFirstRound() {
    List<String> order = new ArrayList<>();
    List<StepTime> times =
        StepTime.measure(
            List.of(
                new Claimed(order, "a", 9, 1, 8, 4, 100, 2),
                new Claimed(order, "b", 9, 1, 8, 7, 5, 6)),
            Duration.ZERO);

    assertThat(times).extracting(StepTime::rounds).containsOnly(3);
    assertThat(times.get(0).seconds()).isCloseTo(4, within(1e-12));
    assertThat(times.get(1).seconds()).isCloseTo(6, within(1e-12));
    assertThat(order.subList(order.size() - 6, order.size()))
        .containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void engineTrainsWithTheTerm() {
    try (EngineStep step =
        new EngineStep(new OneDnnEngine(), Precision.FLOAT, SMALL, GaussianTerm.immediate())) {
      assertThat(step.workload()).isEqualTo("lenet 3+4");
      assertThat(step.program()).isEqualTo("onednn, float");
      assertThat(step.run(2)).isPositive();
    }
  }

  @Test
  void standardWorkloadsAreThoseOfTheDocumentation() {
    assertThat(Workload.STANDARD)
        .extracting(Workload::title)
        .containsExactly("lenet 50+50", "cnn 64+64", "wrn-28-2 128");
    assertThat(Workload.STANDARD.get(0).network().weights()).isEqualTo(431_080);
  }
}
