package io.lautum.information.predictive;

/** Means of class probabilities over images, and logarithms that are finite for a probability 0. */
final class ClassMeans {
  private ClassMeans() {}

  /**
   * Returns the mean probability of each class.
   *
   * @param probabilities n x K, row-major
   * @param classes K
   */
  static double[] of(double[] probabilities, int classes) {
    double[] mean = new double[classes];
    int n = probabilities.length / classes;
    for (int i = 0; i < probabilities.length; i++) {
      mean[i % classes] += probabilities[i] / n;
    }
    return mean;
  }

  /** Returns ln p, with p raised to the smallest normal number. */
  static double log(double p) {
    return Math.log(Math.max(p, Double.MIN_NORMAL));
  }
}
