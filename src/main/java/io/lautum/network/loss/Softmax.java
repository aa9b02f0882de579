package io.lautum.network.loss;

/** The softmax p_k = exp(o_k) / Σ_c exp(o_c) of logits o, row by row, in double precision. */
public final class Softmax {
  private Softmax() {}

  /**
   * Returns the probabilities of the rows from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param logits rows x classes
   * @return probabilities of those rows
   */
  public static double[] of(float[] logits, int classes, int from, int to) {
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

  /**
   * Converts a gradient with respect to probabilities into one with respect to logits: p (g − Σ g
   * p), row by row, in place.
   *
   * @param gradient rows x classes
   */
  public static void backward(double[] gradient, double[] probabilities, int classes) {
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
