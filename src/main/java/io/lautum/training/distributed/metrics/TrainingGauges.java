package io.lautum.training.distributed.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.lautum.training.distributed.RoundMetrics;
import io.lautum.training.distributed.TrainingListener;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The last averaging round of this driver as gauges: {@code round}, {@code iteration}, {@code
 * crossEntropy}, {@code measure} (the first metric of the method's term, such as the Lautum
 * information in nats), {@code roundSeconds}, {@code averagingSeconds}, {@code examplesPerSecond},
 * and per worker {@code worker.K.crossEntropy}, {@code .measure}, {@code .seconds}. NaN before the
 * first round, and for values that a method does not have. Driver only.
 */
public final class TrainingGauges implements TrainingListener {
  private static final TrainingGauges PROCESS = new TrainingGauges();

  private MetricRegistry registry = new MetricRegistry();
  private volatile Round last;

  private TrainingGauges() {}

  /** Returns the gauges of this process, which has only one Spark driver. */
  public static TrainingGauges ofProcess() {
    return PROCESS;
  }

  /** Registers the gauges; a registry that was used before receives no further gauges. */
  synchronized void register(MetricRegistry registry) {
    this.registry = registry;
    add("round", Round::round);
    add("iteration", Round::iteration);
    add("crossEntropy", Round::crossEntropy);
    add("measure", round -> first(round.metrics()));
    add("roundSeconds", Round::seconds);
    add("averagingSeconds", Round::averagingSeconds);
    add("examplesPerSecond", Round::examplesPerSecond);
    addWorkers();
  }

  @Override
  public synchronized void roundFinished(Round round) {
    last = round;
    addWorkers();
  }

  /** Adds gauges for new workers: their number is known only after a round. */
  private void addWorkers() {
    int workers = last == null ? 0 : last.workers().size();
    for (int worker = 0; worker < workers; worker++) {
      String name = "worker." + worker;
      if (!registry.getNames().contains(MetricRegistry.name(name, "seconds"))) {
        add(worker, MetricRegistry.name(name, "crossEntropy"), RoundMetrics::crossEntropy);
        add(worker, MetricRegistry.name(name, "measure"), metrics -> first(metrics.metrics()));
        add(worker, MetricRegistry.name(name, "seconds"), RoundMetrics::seconds);
      }
    }
  }

  private static double first(Map<String, Double> metrics) {
    return metrics.values().stream().findFirst().orElse(Double.NaN);
  }

  private void add(int worker, String name, ToDoubleFunction<RoundMetrics> value) {
    add(
        name,
        round -> {
          List<RoundMetrics> workers = round.workers();
          return worker < workers.size() ? value.applyAsDouble(workers.get(worker)) : Double.NaN;
        });
  }

  private void add(String name, ToDoubleFunction<Round> value) {
    Gauge<Double> gauge =
        () -> {
          Round round = last;
          return round == null ? Double.NaN : value.applyAsDouble(round);
        };
    registry.register(name, gauge);
  }
}
