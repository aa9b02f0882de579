package io.lautum.training;

/** Softmax and cross-entropy, computed row by row. */
final class CrossEntropy {
  /** Keeps the logarithm finite; DL4J's value. */
  private static final double SMALLEST_PROBABILITY = 1e-10;

  private CrossEntropy() {}

  /**
   * Returns the softmax of the rows from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param logits rows x classes
   * @return probabilities of those rows
   */
  static double[] softmax(float[] logits, int classes, int from, int to) {
    double[] probabilities = new double[(to - from) * classes];
    for (int row = from; row < to; row++) {
      int in = row * classes;
      int out = (row - from) * classes;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, logits[in + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        probabilities[out + k] = Math.exp(logits[in + k] - largest);
        sum += probabilities[out + k];
      }
      for (int k = 0; k < classes; k++) {
        probabilities[out + k] /= sum;
      }
    }
    return probabilities;
  }

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

  /**
   * Converts a gradient with respect to probabilities into one with respect to logits: p (g − Σ g
   * p), row by row, in place.
   *
   * @param gradient rows x classes
   */
  static void throughSoftmax(double[] gradient, double[] probabilities, int classes) {
    for (int row = 0; row < gradient.length; row += classes) {
      double mean = 0;
      for (int k = row; k < row + classes; k++) {
        mean += gradient[k] * probabilities[k];
      }
      for (int k = row; k < row + classes; k++) {
        gradient[k] = probabilities[k] * (gradient[k] - mean);
      }
    }
  }
}
