package io.lautum.training.distributed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.lautum.training.distributed.RoundMetrics;
import io.lautum.training.distributed.TrainingListener.Round;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingGaugesTest {
  private final MetricRegistry registry = new MetricRegistry();
  private final TrainingGauges gauges = TrainingGauges.ofProcess();

  private static Round round(int round, RoundMetrics... workers) {
    return new Round(
        round,
        10 * round,
        0.5,
        Map.of("m", 1.25),
        Double.NaN,
        20,
        20,
        2,
        0.5,
        640,
        List.of(workers));
  }

  private static RoundMetrics worker(double crossEntropy, double seconds) {
    return new RoundMetrics(crossEntropy, Map.of("m", 1.0), Double.NaN, 10, 10, seconds);
  }

  private Object value(String name) {
    return registry.getGauges().get(name).getValue();
  }

  @Test
  void showLastRoundAndEveryWorker() {
    gauges.register(registry);
    gauges.roundFinished(round(1, worker(0.25, 1.5)));
    gauges.roundFinished(round(2, worker(0.125, 1.25), worker(0.875, 1.0)));

    assertThat(value("round")).isEqualTo(2.0);
    assertThat(value("iteration")).isEqualTo(20.0);
    assertThat(value("crossEntropy")).isEqualTo(0.5);
    assertThat(value("measure")).isEqualTo(1.25);
    assertThat(value("roundSeconds")).isEqualTo(2.0);
    assertThat(value("averagingSeconds")).isEqualTo(0.5);
    assertThat(value("examplesPerSecond")).isEqualTo(640.0);
    assertThat(value("worker.0.crossEntropy")).isEqualTo(0.125);
    assertThat(value("worker.0.seconds")).isEqualTo(1.25);
    assertThat(value("worker.1.crossEntropy")).isEqualTo(0.875);
    assertThat(value("worker.1.measure")).isEqualTo(1.0);

    gauges.roundFinished(round(3, worker(0.1, 1)));
    assertThat(value("worker.1.seconds"))
        .as("worker missing from the last round")
        .isEqualTo(Double.NaN);
  }

  @Test
  void moveToRegistryOfNextSparkContext() {
    gauges.register(new MetricRegistry());
    gauges.roundFinished(round(7, worker(0.25, 1.5)));

    gauges.register(registry);

    assertThat(value("round")).isEqualTo(7.0);
    assertThat(value("worker.0.seconds")).isEqualTo(1.5);
  }
}
