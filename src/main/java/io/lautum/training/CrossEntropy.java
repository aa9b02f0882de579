package io.lautum.training;

/** The cross-entropy of class probabilities, computed row by row. */
final class CrossEntropy {
  /** Keeps the logarithm finite; DL4J's value. */
  private static final double SMALLEST_PROBABILITY = 1e-10;

  private CrossEntropy() {}

  /** Returns the mean over the targets' rows of w · Σ −q ln p, with target q and row weight w. */
  static double mean(double[] probabilities, Targets targets) {
    int classes = targets.classes();
    double sum = 0;
    for (int i = 0; i < targets.rows(); i++) {
      for (int k = i * classes; k < (i + 1) * classes; k++) {
        double expected = targets.probabilities()[k];
        if (expected != 0) {
          double logarithm = Math.log(Math.max(probabilities[k], SMALLEST_PROBABILITY));
          sum -= targets.weights()[i] * expected * logarithm;
        }
      }
    }
    return sum / targets.rows();
  }

  /**
   * Writes the gradient of {@link #mean} with respect to the logits, w (p − q)/n, into the first
   * rows of {@code gradient}.
   */
  static void gradient(double[] probabilities, Targets targets, float[] gradient) {
    int classes = targets.classes();
    int n = targets.rows();
    for (int i = 0; i < n * classes; i++) {
      double difference = probabilities[i] - targets.probabilities()[i];
      gradient[i] = (float) (targets.weights()[i / classes] * difference / n);
    }
  }
}
