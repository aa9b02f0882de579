package io.lautum.method.pseudolabels;

import java.util.function.IntToDoubleFunction;

/**
 * Labels that a network gives to images itself: the class of the largest probability, which counts
 * if this probability is large enough.
 *
 * @param labels class of each image
 * @param counts whether the label counts
 */
record PseudoLabels(int[] labels, boolean[] counts) {

  /**
   * Labels images.
   *
   * @param probabilities class probabilities, n x K, row-major
   * @param classes K
   * @param threshold smallest probability of a label that counts, by class
   */
  static PseudoLabels of(double[] probabilities, int classes, IntToDoubleFunction threshold) {
    int n = probabilities.length / classes;
    int[] labels = new int[n];
    boolean[] counts = new boolean[n];
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (probabilities[i * classes + k] > probabilities[i * classes + best]) {
          best = k;
        }
      }
      labels[i] = best;
      counts[i] = probabilities[i * classes + best] >= threshold.applyAsDouble(best);
    }
    return new PseudoLabels(labels, counts);
  }

  /** Returns the share of the images whose label counts. */
  double share() {
    int counted = 0;
    for (boolean one : counts) {
      counted += one ? 1 : 0;
    }
    return (double) counted / counts.length;
  }

  /**
   * Returns the cross-entropy of other predictions for the same images, where images whose label
   * does not count have 0: (1/n) Σ −ln p_i,label.
   *
   * @param probabilities predictions, n x K
   */
  double crossEntropy(double[] probabilities) {
    int classes = probabilities.length / labels.length;
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      if (counts[i]) {
        sum -= Math.log(positive(probabilities[i * classes + labels[i]]));
      }
    }
    return sum / labels.length;
  }

  /** Returns the gradient of {@link #crossEntropy} with respect to the probabilities. */
  double[] gradient(double[] probabilities) {
    int classes = probabilities.length / labels.length;
    double[] gradient = new double[probabilities.length];
    for (int i = 0; i < labels.length; i++) {
      if (counts[i]) {
        int at = i * classes + labels[i];
        gradient[at] = -1 / positive(probabilities[at]) / labels.length;
      }
    }
    return gradient;
  }

  private static double positive(double probability) {
    return Math.max(probability, Double.MIN_NORMAL);
  }
}
