package io.lautum.information.predictive;

/**
 * How much the predictions for two views of the same images differ: the mean over images of KL(p ‖
 * q) = Σ_k p_k ln(p_k/q_k), in nats, where p are the class probabilities of the first view and q
 * those of the second (Hu et al., "Learning discrete representations via information maximizing
 * self-augmented training", ICML 2017, eq. 3).
 *
 * @param first p, n x K, row-major
 * @param second q, n x K
 * @param classes K
 */
public record ViewDivergence(double[] first, double[] second, int classes) {
  /** Returns the mean divergence. */
  public double value() {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * (ClassMeans.log(first[i]) - ClassMeans.log(second[i]));
    }
    return sum / (first.length / classes);
  }

  /**
   * Returns the gradient with respect to the second view's probabilities, −p_ik/(n q_ik); the first
   * view's are constants.
   *
   * @return n x K
   */
  public double[] gradient() {
    int n = first.length / classes;
    double[] gradient = new double[first.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -first[i] / Math.max(second[i], Double.MIN_NORMAL) / n;
    }
    return gradient;
  }
}
