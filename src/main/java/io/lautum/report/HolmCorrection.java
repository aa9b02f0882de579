package io.lautum.report;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Corrects p-values for the number of tests by Holm's step-down procedure (Holm 1979). Of m values
 * in ascending order, the i-th becomes min(1, (m − i + 1) p), but at least the corrected value
 * before it. If none of the tested differences exists, the probability that any corrected value is
 * below α is at most α, also when the tests depend on each other.
 */
final class HolmCorrection {
  private HolmCorrection() {}

  /** Returns the corrected values, in the order of {@code p}. */
  static double[] of(double[] p) {
    double[] corrected = new double[p.length];
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double least = 0;
    for (int i = 0; i < p.length; i++) {
      least = Math.max(least, Math.min(1, (p.length - i) * p[ascending[i]]));
      corrected[ascending[i]] = least;
    }
    return corrected;
  }
}
