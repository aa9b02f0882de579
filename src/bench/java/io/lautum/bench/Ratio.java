package io.lautum.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The quotient of two medians of one run of the benchmark. Ratios can be compared between machines,
 * but times cannot.
 *
 * @param name key in {@code ratios.json}
 * @param what description of the two numbers, with their unit
 */
record Ratio(String name, double numerator, double denominator, String what) {
  double value() {
    return numerator / denominator;
  }

  /** Returns the ratios of the measured contenders. */
  static List<Ratio> ofTrainings(Map<Contender, Measurement> medians) {
    Collector ratios = new Collector(medians);
    ratios.add(
        "iteration_vs_pytorch_cpu",
        "CPU ms per iteration with the Lautum term, one core: ours / PyTorch",
        Contender.OURS_LAUTUM,
        Contender.PYTORCH_LAUTUM,
        Measurement::cpuMs);
    ratios.add(
        "iteration_vs_pytorch_wall",
        "wall ms per iteration with the Lautum term, one core: ours / PyTorch",
        Contender.OURS_LAUTUM,
        Contender.PYTORCH_LAUTUM,
        Measurement::wallMs);
    ratios.add(
        "source_iteration_vs_pytorch_cpu",
        "CPU ms per iteration on the source only, one core: ours / PyTorch",
        Contender.OURS_SOURCE,
        Contender.PYTORCH_SOURCE,
        Measurement::cpuMs);
    ratios.add(
        "contrastive_mutual_vs_pytorch_cpu",
        "CPU ms per iteration of contrastive-mutual, one core: ours / PyTorch",
        Contender.OURS_CONTRASTIVE_MUTUAL,
        Contender.PYTORCH_CONTRASTIVE_MUTUAL,
        Measurement::cpuMs);
    ratios.add(
        "fixmatch_vs_pytorch_cpu",
        "CPU ms per step of fixmatch, one core: ours / PyTorch",
        Contender.OURS_FIXMATCH,
        Contender.PYTORCH_FIXMATCH,
        Measurement::cpuMs);
    ratios.add(
        "lautum_overhead",
        "CPU ms per iteration, one core: with the Lautum term / two inputs without",
        Contender.OURS_LAUTUM,
        Contender.OURS_TWO_INPUTS,
        Measurement::cpuMs);
    Measurement epoch = medians.get(Contender.OURS_EPOCH);
    if (epoch != null) {
      ratios.all.add(
          new Ratio(
              "averaging_overhead",
              epoch.roundSeconds(),
              epoch.computeSeconds(),
              "seconds per round, 2 workers: whole / slowest worker's training"));
    }
    ratios.add(
        "round_vs_dl4j_spark",
        "seconds per round of 2 workers x 10 iterations: ours / dl4j-spark",
        Contender.OURS_EPOCH,
        Contender.DL4J_LAUTUM_2,
        Measurement::roundSeconds);
    ratios.add(
        "scaling_2_workers",
        "source examples per second: 2 workers on 2 cores / 1 worker on 1 core",
        Contender.OURS_EPOCH,
        Contender.OURS_LAUTUM,
        Measurement::examplesPerSecond);
    ratios.add(
        "epoch_vs_pytorch_wall",
        "seconds per epoch on 2 cores: ours, 2 workers / PyTorch, 2 threads",
        Contender.OURS_EPOCH,
        Contender.PYTORCH_EPOCH,
        Measurement::seconds);
    return ratios.all;
  }

  /** Returns the ratios of the mathematics, if it was measured. */
  static List<Ratio> ofMathematics(Map<String, MathematicsBenchmark.Time> times) {
    if (times.isEmpty()) {
      return List.of();
    }
    String step = "InformationBenchmark.valueAndGradient[components=64][outputs=%d]";
    return List.of(
        new Ratio(
            "literal_vs_whitened",
            times.get("LiteralFormBenchmark.literal").micros(),
            times.get("LiteralFormBenchmark.whitened").micros(),
            "µs per value and gradient: D x D at D = 784 / K x K at K = 10"),
        new Ratio(
            "information_k512_vs_k100",
            times.get(step.formatted(512)).micros(),
            times.get(step.formatted(100)).micros(),
            "µs per value and gradient, r = 64: K = 512 / K = 100"));
  }

  private record Collector(Map<Contender, Measurement> medians, List<Ratio> all) {
    Collector(Map<Contender, Measurement> medians) {
      this(medians, new ArrayList<>());
    }

    void add(
        String name,
        String what,
        Contender numerator,
        Contender denominator,
        ToDoubleFunction<Measurement> number) {
      if (medians.containsKey(numerator) && medians.containsKey(denominator)) {
        all.add(
            new Ratio(
                name,
                number.applyAsDouble(medians.get(numerator)),
                number.applyAsDouble(medians.get(denominator)),
                what));
      }
    }
  }
}
