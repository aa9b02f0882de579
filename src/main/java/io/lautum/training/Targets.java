package io.lautum.training;

import io.lautum.Text;
import java.util.Arrays;

/**
 * The class probabilities that the cross-entropy compares predictions with, for the first rows of a
 * step.
 *
 * @param probabilities rows x classes, row-major; each row sums to 1
 * @param weights factor of each row's cross-entropy
 */
public record Targets(double[] probabilities, double[] weights) {
  /**
   * @throws IllegalArgumentException if the probabilities do not have one row per weight
   */
  public Targets {
    if (weights.length == 0 || probabilities.length % weights.length != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "expected one row of probabilities per weight, got [%d] and [%d]",
              probabilities.length, weights.length));
    }
  }

  /** Returns targets with all probability on each label and all weights 1. */
  public static Targets of(int[] labels, int classes) {
    double[] probabilities = new double[labels.length * classes];
    double[] weights = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      probabilities[i * classes + labels[i]] = 1;
      weights[i] = 1;
    }
    return new Targets(probabilities, weights);
  }

  /** Returns uniform targets with all weights 0, so that the cross-entropy is 0. */
  public static Targets none(int rows, int classes) {
    double[] probabilities = new double[rows * classes];
    Arrays.fill(probabilities, 1.0 / classes);
    return new Targets(probabilities, new double[rows]);
  }

  /**
   * Returns the targets with label smoothing (Szegedy et al. 2016, section 7): (1 − ε) q + ε/K for
   * K classes.
   *
   * @param epsilon ε in [0, 1); 0 changes nothing
   */
  public Targets smoothed(double epsilon) {
    double[] smoothed = new double[probabilities.length];
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] = (1 - epsilon) * probabilities[i] + epsilon / classes();
    }
    return new Targets(smoothed, weights);
  }

  /** Returns the targets with other row weights. */
  public Targets weighted(double[] rowWeights) {
    return new Targets(probabilities, rowWeights);
  }

  /**
   * Returns targets whose cross-entropy is λ times the cross-entropy of each row's target plus (1 −
   * λ) times that of its partner's, row weights included: weights λ w_i + (1 − λ) w_j and
   * probabilities (λ w_i q_i + (1 − λ) w_j q_j) divided by them.
   *
   * @param share λ in [0, 1]
   * @param partners row j of each row i
   */
  public Targets mixed(double share, int[] partners) {
    double[] mixed = probabilities.clone();
    double[] rowWeights = new double[weights.length];
    int classes = classes();
    for (int i = 0; i < rowWeights.length; i++) {
      double own = share * weights[i];
      double other = (1 - share) * weights[partners[i]];
      rowWeights[i] = own + other;
      for (int k = 0; k < classes && rowWeights[i] > 0; k++) {
        mixed[i * classes + k] =
            (own * probabilities[i * classes + k]
                    + other * probabilities[partners[i] * classes + k])
                / rowWeights[i];
      }
    }
    return new Targets(mixed, rowWeights);
  }

  /** Returns the number of rows. */
  public int rows() {
    return weights.length;
  }

  int classes() {
    return probabilities.length / weights.length;
  }
}
