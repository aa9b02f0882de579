package io.lautum.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The results of one run of the benchmark, as JSON and as a page.
 *
 * @param machine machine of the run
 * @param data experiment whose images were used for training; empty without trainings
 * @param repeats number of runs per contender
 * @param quick whether the run only tested the benchmark itself
 * @param trainings measurements of every run of every contender
 * @param mathematics times measured by JMH
 * @param ratios quotients of medians
 * @param guard comparisons with the stored ratios
 */
record BenchmarkReport(
    Machine machine,
    String data,
    int repeats,
    boolean quick,
    Map<Contender, List<Measurement>> trainings,
    Map<String, MathematicsBenchmark.Time> mathematics,
    @JsonProperty("behind") List<Ratio> ratios,
    List<RatioGuard.Line> guard) {

  /** Returns medians by contender. */
  @JsonProperty("medians")
  Map<Contender, Measurement> medians() {
    return medians(trainings);
  }

  static Map<Contender, Measurement> medians(Map<Contender, List<Measurement>> trainings) {
    return trainings.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Measurement.median(entry.getValue()),
                (a, b) -> a,
                () -> new EnumMap<>(Contender.class)));
  }

  /** Returns ratios by name. */
  @JsonProperty("ratios")
  Map<String, Double> values() {
    return ratios.stream()
        .collect(Collectors.toMap(Ratio::name, Ratio::value, (a, b) -> a, LinkedHashMap::new));
  }

  /** Returns the page in Markdown. */
  String page() {
    StringBuilder page = new StringBuilder("# Benchmarks\n\n");
    page.append(
        """
        ```sh
        mvn -B -Pbench verify
        ```

        Printed by this command%s on %s, %d cores, %d GiB (%s), %s, Java %s.

        """
            .formatted(
                quick ? " with `-Dbench.quick=true`, which is too short to trust," : "",
                machine.processor(),
                machine.cores(),
                machine.memoryGiB(),
                String.join(" ", machine.vectorUnits()),
                machine.kernel(),
                machine.java()));
    if (!trainings.isEmpty()) {
      appendTrainings(page);
    }
    if (!mathematics.isEmpty()) {
      appendMathematics(page);
    }
    page.append("## Ratios\n\n").append(guardTable());
    page.append("\nTheir definitions, and the two medians:\n\n");
    for (Ratio ratio : ratios) {
      page.append(
          "- `%s` %.3f: %s: %.4g / %.4g%n"
              .formatted(
                  ratio.name(),
                  ratio.value(),
                  ratio.what(),
                  ratio.numerator(),
                  ratio.denominator()));
    }
    return page.toString();
  }

  private void appendTrainings(StringBuilder page) {
    page.append(
        """
## Trainings

LeNet of 431,080 weights, Adam, %s. An iteration takes 50 source images and, except with the source only, 50 target images; a round has 10 iterations per worker. Each run is a separate process, pinned to one core per worker or thread. The numbers are for the iterations after a warm-up: medians of %d alternating runs, and in brackets the smallest and the largest CPU time. CPU time is a worker's share of the whole process's. An example is a source image. dl4j-spark reports the whole loss instead of the cross-entropy, and no information.

| training | cores | wall ms per iteration | CPU ms per iteration | examples/s | peak MiB | round ms | cross-entropy | Lautum information |
|---|---|---|---|---|---|---|---|---|
"""
            .formatted(data, repeats));
    medians()
        .forEach(
            (contender, median) ->
                page.append(
                    "| %s | %d | %.2f | %.2f (%s) | %.0f | %.0f | %s | %.4f | %s |%n"
                        .formatted(
                            contender.title(),
                            contender.cores(),
                            median.wallMs(),
                            median.cpuMs(),
                            range(trainings.get(contender)),
                            median.examplesPerSecond(),
                            median.peakMiB(),
                            optional(median.roundSeconds(), 1e3, "%.1f"),
                            median.crossEntropy(),
                            optional(median.information(), 1, "%.3f"))));
    page.append("\nLibraries:\n\n");
    medians().values().stream()
        .map(Measurement::library)
        .distinct()
        .forEach(library -> page.append("- %s%n".formatted(library)));
    if (medians().keySet().stream().noneMatch(c -> c.kind() == Contender.Kind.PYTORCH)) {
      page.append(
          "- PyTorch was skipped, because no python3 has torch and numpy; on Debian, install %s%n"
              .formatted(PyTorch.PACKAGES));
    }
    page.append('\n');
  }

  private void appendMathematics(StringBuilder page) {
    page.append(
        """
        ## Mathematics

        Measured by JMH: microseconds per operation, one thread, 64 images per step.

        | operation | µs | ± |
        |---|---|---|
        """);
    mathematics.forEach(
        (name, time) ->
            page.append("| %s | %.1f | %.1f |%n".formatted(name, time.micros(), time.error())));
    page.append('\n');
  }

  /** Returns the comparisons as a table. */
  String guardTable() {
    StringBuilder table =
        new StringBuilder(
            "| ratio | goal | stored | tolerance | measured | goal reached | ok |\n"
                + "|---|---|---|---|---|---|---|\n");
    for (RatioGuard.Line line : guard) {
      RatioGuard.Stored stored = line.stored();
      boolean lower = stored.better() == RatioGuard.Better.LOWER;
      table.append(
          "| %s | %s %s | %s | %.0f%% | %s | %s | %s |%n"
              .formatted(
                  line.ratio(),
                  lower ? "≤" : "≥",
                  stored.goal(),
                  optional(stored.stored(), 1, "%.3f"),
                  100 * stored.tolerance(),
                  optional(line.measured(), 1, "%.3f"),
                  line.measured() == null
                      ? "–"
                      : stored.reachesGoal(line.measured()) ? "yes" : "no",
                  line.measured() == null ? "not measured" : line.ok() ? "yes" : "WORSE"));
    }
    return table.toString();
  }

  private static String range(List<Measurement> runs) {
    var cpu = runs.stream().mapToDouble(Measurement::cpuMs).summaryStatistics();
    return "%.2f–%.2f".formatted(cpu.getMin(), cpu.getMax());
  }

  private static String optional(Double value, double factor, String format) {
    return value == null ? "–" : format.formatted(value * factor);
  }
}
