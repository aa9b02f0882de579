package io.lautum.bench;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.training.distributed.TrainingListener;
import io.lautum.training.distributed.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Measures the rounds of a training run from the end of its warm-up to the last round. */
final class RoundClock implements TrainingListener {
  private final TrainingPlan plan;
  private final int warmUp;
  private final Stopwatch watch = new Stopwatch();

  private double crossEntropy;
  private double averagingSeconds;
  private double information;

  /**
   * @param warmUp number of rounds that are not measured, at least 1
   */
  RoundClock(TrainingPlan plan, int warmUp) {
    this.plan = plan;
    this.warmUp = warmUp;
  }

  @Override
  public void roundFinished(Round round) {
    if (round.round() == warmUp) {
      watch.start();
    } else if (round.round() > warmUp) {
      watch.lap();
      crossEntropy += round.crossEntropy();
      averagingSeconds += round.averagingSeconds();
      information = round.metrics().getOrDefault(GaussianTerm.LAUTUM_INFORMATION, Double.NaN);
    }
  }

  /** Returns the measurement of the rounds so far. */
  Measurement measurement() throws IOException {
    int rounds = plan.rounds() - warmUp;
    double iterations = (double) rounds * plan.averagingInterval();
    double seconds = watch.wallSeconds();
    return new Measurement(
        1e3 * seconds / iterations,
        1e3 * watch.cpuSeconds() / iterations / plan.workers(),
        seconds,
        iterations * plan.workers() * plan.batchSize() / seconds,
        peakMebibytes(),
        crossEntropy / rounds,
        Double.isNaN(information) ? null : information,
        seconds / rounds,
        Double.isNaN(averagingSeconds) ? null : (seconds - averagingSeconds) / rounds,
        libraries());
  }

  /** Returns the versions of the training libraries. */
  static String libraries() throws IOException {
    return "Spark %s, DL4J %s"
        .formatted(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            Machine.version(ComputationGraph.class, "org.deeplearning4j", "deeplearning4j-nn"));
  }

  /** Returns the largest resident memory of this process. */
  static double peakMebibytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Double.parseDouble(peak.replaceAll("\\D", "")) / 1024;
    }
  }
}
