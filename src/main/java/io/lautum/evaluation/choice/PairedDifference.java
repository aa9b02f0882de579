package io.lautum.evaluation.choice;

import java.util.HashMap;
import java.util.Map;

/**
 * The mean over images of the difference between two losses, and its standard error. Images of one
 * group count as dependent: with n images, G groups g and residuals r_i = d_i − mean, the squared
 * error is G/(G − 1) Σ_g (Σ_{i∈g} r_i)² / n² (Liang &amp; Zeger 1986). If every image is its own
 * group, that is the usual s²/n.
 */
record PairedDifference(double mean, double standardError) {
  /**
   * Returns the difference of two losses.
   *
   * @param groups group of each image, at least two different ones
   */
  static PairedDifference of(double[] losses, double[] others, int[] groups) {
    int images = losses.length;
    double mean = 0;
    for (int i = 0; i < images; i++) {
      mean += (losses[i] - others[i]) / images;
    }
    Map<Integer, Double> sums = new HashMap<>();
    for (int i = 0; i < images; i++) {
      sums.merge(groups[i], losses[i] - others[i] - mean, Double::sum);
    }
    double squares = sums.values().stream().mapToDouble(sum -> sum * sum).sum();
    double correction = sums.size() / (sums.size() - 1.0);
    return new PairedDifference(mean, Math.sqrt(correction * squares) / images);
  }

  /** Returns whether the difference is not larger than its standard error. */
  boolean isUnclear() {
    return mean <= standardError;
  }
}
