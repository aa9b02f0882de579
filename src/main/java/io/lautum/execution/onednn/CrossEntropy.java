package io.lautum.execution.onednn;

/** Softmax and cross-entropy, row by row. */
final class CrossEntropy {
  /** Keeps the logarithm finite; DL4J's value. */
  private static final double SMALLEST_PROBABILITY = 1e-10;

  private CrossEntropy() {}

  /**
   * Softmax of the rows from one to before another.
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

  /** Mean over the rows of −ln of the label's probability. */
  static double mean(double[] probabilities, int classes, int[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum -= Math.log(Math.max(probabilities[i * classes + labels[i]], SMALLEST_PROBABILITY));
    }
    return sum / labels.length;
  }

  /**
   * Writes the gradient of {@link #mean} by the logits, (p − y)/n, into the first rows of {@code
   * gradient}.
   */
  static void gradient(double[] probabilities, int classes, int[] labels, float[] gradient) {
    int n = labels.length;
    for (int i = 0; i < n * classes; i++) {
      double expected = labels[i / classes] == i % classes ? 1 : 0;
      gradient[i] = (float) ((probabilities[i] - expected) / n);
    }
  }

  /**
   * Takes a gradient by probabilities back to the logits: p (g − Σ g p), row by row, in place.
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
