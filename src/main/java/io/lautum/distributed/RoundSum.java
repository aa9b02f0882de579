package io.lautum.distributed;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * What one worker, or several together, bring to an averaging: sums weighted by the number of
 * examples seen.
 */
final class RoundSum implements Serializable {
  private final int firstWorker;
  private final float[] parameters;
  private final float[] updater;
  private final TreeMap<Integer, double[]> statistics = new TreeMap<>();
  private double examples;
  private double crossEntropy;
  private double measure;
  private double slowestSeconds;

  /** One worker's own result; takes over the arrays. */
  RoundSum(
      int worker,
      int examples,
      float[] parameters,
      float[] updater,
      double[] statistics,
      double crossEntropy,
      double measure,
      double seconds) {
    this.firstWorker = worker;
    this.examples = examples;
    this.parameters = parameters;
    this.updater = updater;
    this.statistics.put(worker, statistics);
    this.crossEntropy = examples * crossEntropy;
    this.measure = examples * measure;
    this.slowestSeconds = seconds;
    scale(parameters, examples);
    scale(updater, examples);
  }

  /**
   * The sum of all, always added in the order of the workers: floating-point sums depend on the
   * order, and a repeated run must give the same bits.
   */
  static RoundSum of(Iterator<RoundSum> parts) {
    TreeMap<Integer, RoundSum> ordered = new TreeMap<>();
    parts.forEachRemaining(part -> ordered.put(part.firstWorker, part));
    Iterator<RoundSum> rest = ordered.values().iterator();
    RoundSum sum = rest.next();
    rest.forEachRemaining(sum::add);
    return sum;
  }

  private void add(RoundSum other) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += other.parameters[i];
    }
    for (int i = 0; i < updater.length; i++) {
      updater[i] += other.updater[i];
    }
    statistics.putAll(other.statistics);
    examples += other.examples;
    crossEntropy += other.crossEntropy;
    measure += other.measure;
    slowestSeconds = Math.max(slowestSeconds, other.slowestSeconds);
  }

  /** The state after the averaging. */
  TrainingState average(int iteration, boolean sharesStatistics) {
    scale(parameters, 1 / examples);
    scale(updater, 1 / examples);
    double[][] byWorker = statistics.values().toArray(double[][]::new);
    return new TrainingState(
        parameters, updater, iteration, sharesStatistics ? shared(List.of(byWorker)) : byWorker);
  }

  /** Every worker's copy of the mean of all statistics. */
  private static double[][] shared(List<double[]> statistics) {
    double[] mean = new double[statistics.get(0).length];
    for (double[] one : statistics) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / statistics.size();
      }
    }
    double[][] copies = new double[statistics.size()][];
    Arrays.fill(copies, mean);
    return copies;
  }

  private static void scale(float[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  double examples() {
    return examples;
  }

  double crossEntropy() {
    return crossEntropy / examples;
  }

  double measure() {
    return measure / examples;
  }

  double slowestSeconds() {
    return slowestSeconds;
  }
}
