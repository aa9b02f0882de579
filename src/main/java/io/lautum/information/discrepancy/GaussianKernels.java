package io.lautum.information.discrepancy;

import java.util.Arrays;

/**
 * The mean of Gaussian kernels as a function of the squared distance D,
 *
 * <p>κ(D) = (1/K) Σ_s exp(-D / 2s), κ'(D) = -(1/K) Σ_s exp(-D / 2s) / 2s.
 */
final class GaussianKernels {
  /** exp(-745.2) is 0 in double precision. */
  private static final double UNDERFLOW = 745.2;

  private final double[] bandwidths;

  /** 1/2s, ascending. */
  private final double[] rates;

  /**
   * @param bandwidths s, at least one, positive and with a finite reciprocal
   */
  GaussianKernels(double[] bandwidths) {
    this.bandwidths = bandwidths.clone();
    rates = Arrays.stream(bandwidths).map(s -> 0.5 / s).sorted().toArray();
  }

  double[] bandwidths() {
    return bandwidths.clone();
  }

  /** κ and κ' at one distance. */
  static final class KernelValue {
    double value;
    double slope;
  }

  /** Computes κ and κ' at a non-negative squared distance and stores them in {@code point}. */
  void evaluate(double squaredDistance, KernelValue point) {
    double value = 0;
    double slope = 0;
    for (double rate : rates) {
      double argument = squaredDistance * rate;
      if (argument > UNDERFLOW) {
        break;
      }
      double kernel = Math.exp(-argument);
      value += kernel;
      slope -= kernel * rate;
    }
    point.value = value / rates.length;
    point.slope = slope / rates.length;
  }
}
