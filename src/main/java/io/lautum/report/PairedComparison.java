package io.lautum.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * A comparison of two methods over the same draws: the mean difference of accuracy and the p-value
 * of the two-sided paired t-test, t = mean(d) / (s_d / √n) with n − 1 degrees of freedom.
 *
 * @param difference mean of method − baseline over draws, a fraction
 * @param low lower end of the 95 % interval of the difference, mean(d) − t₀.₉₇₅ s_d / √n
 * @param high upper end of that interval
 * @param p probability of a |t| at least as large when the true mean difference is zero
 * @param corrected p after {@link HolmCorrection} over the comparisons that are made together
 * @param draws number n of draws
 */
public record PairedComparison(
    double difference, double low, double high, double p, double corrected, int draws) {

  private static final double SIGNIFICANT = 0.05;
  private static final double UPPER = 0.975;

  /** Relative error of the differences' standard deviation, from subtractions of doubles. */
  private static final double ROUNDING = 1e-9;

  /** Returns whether the corrected p is below 0.05. */
  public boolean isSignificant() {
    return corrected < SIGNIFICANT;
  }

  /** Returns the comparisons with p-values that are corrected for their number. */
  static List<PairedComparison> corrected(List<PairedComparison> comparisons) {
    double[] corrected =
        HolmCorrection.of(comparisons.stream().mapToDouble(PairedComparison::p).toArray());
    return IntStream.range(0, corrected.length)
        .mapToObj(i -> comparisons.get(i).withCorrected(corrected[i]))
        .toList();
  }

  private PairedComparison withCorrected(double value) {
    return new PairedComparison(difference, low, high, p, value, draws);
  }

  /**
   * Compares draw k of one method with draw k of the other; empty if there are fewer than two
   * draws, or different numbers of draws, which cannot be paired. The corrected p equals p.
   *
   * <p>If all n differences are equal, their spread does not say how exact they are. Then p is that
   * of the test that changes their signs at random, 2 / 2^n (Fisher 1935, section 21), and the
   * interval has the standard error with which the t-test has this p.
   */
  public static Optional<PairedComparison> of(List<Double> method, List<Double> baseline) {
    int n = method.size();
    if (n < 2 || n != baseline.size()) {
      return Optional.empty();
    }
    double[] a = method.stream().mapToDouble(Double::doubleValue).toArray();
    double[] b = baseline.stream().mapToDouble(Double::doubleValue).toArray();
    SummaryStatistics differences = new SummaryStatistics();
    for (int i = 0; i < n; i++) {
      differences.addValue(a[i] - b[i]);
    }
    double mean = differences.getMean();
    TDistribution distribution = new TDistribution(n - 1);
    double p;
    double error;
    if (differences.getStandardDeviation() > ROUNDING * Math.abs(mean)) {
      p = new TTest().pairedTTest(a, b);
      error = differences.getStandardDeviation() / Math.sqrt(n);
    } else {
      p = mean == 0 ? 1 : Math.pow(2, 1 - n);
      error = mean == 0 ? 0 : Math.abs(mean) / distribution.inverseCumulativeProbability(1 - p / 2);
    }
    double half = distribution.inverseCumulativeProbability(UPPER) * error;
    return Optional.of(new PairedComparison(mean, mean - half, mean + half, p, p, n));
  }
}
