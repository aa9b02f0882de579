package io.lautum.training;

/**
 * What the cross-entropy compares class probabilities with, for the first rows of a step.
 *
 * @param probabilities rows x classes, row-major; each row sums to 1
 * @param weights factor of each row's cross-entropy
 */
public record Targets(double[] probabilities, double[] weights) {
  /**
   * @throws IllegalArgumentException if the probabilities are not of that number of rows
   */
  public Targets {
    if (weights.length == 0 || probabilities.length % weights.length != 0) {
      throw new IllegalArgumentException(
          "expected a row of probabilities per weight, got [%d] and [%d]"
              .formatted(probabilities.length, weights.length));
    }
  }

  /** All probability on each label, all weights 1. */
  public static Targets of(int[] labels, int classes) {
    double[] probabilities = new double[labels.length * classes];
    double[] weights = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      probabilities[i * classes + labels[i]] = 1;
      weights[i] = 1;
    }
    return new Targets(probabilities, weights);
  }

  /** Number of rows. */
  public int rows() {
    return weights.length;
  }

  int classes() {
    return probabilities.length / weights.length;
  }
}
