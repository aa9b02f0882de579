package io.lautum.information.predictive;

/**
 * The Lautum information between an image x and its predicted class y, in nats: KL(p(y)p(x) ‖ p(y,
 * x)) = Σ_k q_k (ln q_k − ℓ_k), with q_k = E p_k and ℓ_k = E max(ln p_k, −max(K, 10)), where p are
 * the class probabilities of an image and E is the mean over images. Without the bound of ln p, an
 * image that excludes a class would make the information infinite; with a bound that is too close,
 * few classes would score higher than many.
 *
 * @param probabilities p, n x K, row-major
 * @param classes K
 * @param mean q, K entries, usually a running mean that includes these images
 */
public record PredictiveLautumInformation(double[] probabilities, int classes, double[] mean) {
  private static final int LEAST_DEPTH = 10;

  /** Returns the smallest logarithm of a probability that counts: −max(K, 10). */
  static double smallestLog(int classes) {
    return -Math.max(classes, LEAST_DEPTH);
  }

  /** Returns the information. */
  public double value() {
    double[] logs = meanLogs();
    double information = 0;
    for (int k = 0; k < classes; k++) {
      information += mean[k] * (ClassMeans.log(mean[k]) - logs[k]);
    }
    return information;
  }

  /**
   * Returns ∂L/∂p_ik = (ln q_k + 1 − ℓ_k − q_k/p_ik)/n, without the last fraction where ln p_ik is
   * below its bound. q changes with the images' probabilities as if it were the mean over these
   * images alone, so that a multiple of the gradient has the same meaning for every decay of a
   * running mean.
   *
   * @return n x K
   */
  public double[] gradient() {
    double[] logs = meanLogs();
    int n = probabilities.length / classes;
    double[] gradient = new double[probabilities.length];
    for (int i = 0; i < gradient.length; i++) {
      int k = i % classes;
      boolean counts = ClassMeans.log(probabilities[i]) > smallestLog(classes);
      double byLog = counts ? mean[k] / probabilities[i] : 0;
      gradient[i] = (ClassMeans.log(mean[k]) + 1 - logs[k] - byLog) / n;
    }
    return gradient;
  }

  /** Returns ℓ. */
  private double[] meanLogs() {
    double[] logs = new double[classes];
    int n = probabilities.length / classes;
    for (int i = 0; i < probabilities.length; i++) {
      logs[i % classes] += Math.max(ClassMeans.log(probabilities[i]), smallestLog(classes)) / n;
    }
    return logs;
  }
}
