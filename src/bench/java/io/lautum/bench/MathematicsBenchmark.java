package io.lautum.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks of this package. */
final class MathematicsBenchmark {
  /**
   * The time of an operation.
   *
   * @param micros mean in microseconds
   * @param error half of the 99.9% confidence interval
   */
  record Time(double micros, double error) {}

  private MathematicsBenchmark() {}

  /**
   * @param log file for JMH's output
   * @return times by {@code Class.method} and, in brackets, the values of the parameters
   */
  static Map<String, Time> run(Path log, boolean quick) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("io\\.lautum\\.bench\\..*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(quick ? 1 : 2)
            .warmupTime(TimeValue.milliseconds(quick ? 100 : 1000))
            .measurementIterations(quick ? 1 : 4)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 750))
            .output(log.toString());
    try {
      return times(new Runner(options.build()).run());
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH failed; see " + log, e);
    }
  }

  private static Map<String, Time> times(Collection<RunResult> results) {
    Map<String, Time> times = new TreeMap<>();
    for (RunResult result : results) {
      String[] method = result.getParams().getBenchmark().split("\\.");
      StringBuilder name = new StringBuilder(method[method.length - 2]);
      name.append('.').append(method[method.length - 1]);
      for (String key : result.getParams().getParamsKeys()) {
        name.append("[%s=%s]".formatted(key, result.getParams().getParam(key)));
      }
      times.put(
          name.toString(),
          new Time(
              result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError()));
    }
    return times;
  }
}
