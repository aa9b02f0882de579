package io.lautum.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The measurements of one run of a contender after its warm-up, which the run prints as JSON.
 *
 * @param wallMs milliseconds of wall time per iteration; workers' iterations run at the same time
 * @param cpuMs milliseconds of the process's CPU time per iteration and worker
 * @param seconds wall time of all measured iterations
 * @param examplesPerSecond source examples per second of all workers; with a target, the same
 *     number of target examples is added
 * @param peakMiB largest resident memory of the process, from its start
 * @param crossEntropy mean over the measured iterations (for dl4j-spark, of its whole score)
 * @param information Lautum information at the end, in nats; null if it is not measured
 * @param roundSeconds mean wall time of an averaging round; null without rounds
 * @param computeSeconds part of that time in which the slowest worker trained; null if the trainer
 *     does not report it
 * @param library names and versions of the training libraries
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Measurement(
    double wallMs,
    double cpuMs,
    double seconds,
    double examplesPerSecond,
    double peakMiB,
    double crossEntropy,
    Double information,
    Double roundSeconds,
    Double computeSeconds,
    String library) {

  /**
   * Parses a program's output: one line of JSON; libraries may print other lines.
   *
   * @param log log file of the program, for the message
   */
  static Measurement parse(String output, Path log) throws IOException {
    String json =
        output
            .lines()
            .filter(line -> line.startsWith("{"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no measurement; see " + log));
    return new ObjectMapper().readValue(json, Measurement.class);
  }

  /** Returns the median of every number over the runs of one contender. */
  static Measurement median(List<Measurement> runs) {
    return new Measurement(
        median(runs, Measurement::wallMs),
        median(runs, Measurement::cpuMs),
        median(runs, Measurement::seconds),
        median(runs, Measurement::examplesPerSecond),
        median(runs, Measurement::peakMiB),
        median(runs, Measurement::crossEntropy),
        median(runs, Measurement::information),
        median(runs, Measurement::roundSeconds),
        median(runs, Measurement::computeSeconds),
        runs.get(0).library());
  }

  private static Double median(List<Measurement> runs, Function<Measurement, Double> number) {
    double[] sorted =
        runs.stream()
            .map(number)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    int n = sorted.length;
    return n == 0 ? null : (Double) ((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }
}
