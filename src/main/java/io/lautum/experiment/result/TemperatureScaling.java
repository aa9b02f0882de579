package io.lautum.experiment.result;

/**
 * Temperature scaling of class probabilities (Guo et al. 2017, section 4.2): p'_k = p_k^β / Σ_c
 * p_c^β, with the inverse temperature β = 1/T. The most probable class stays the same.
 *
 * @param inverse β, above 0
 */
public record TemperatureScaling(double inverse) {
  /** Leaves probabilities as they are. */
  public static final TemperatureScaling NONE = new TemperatureScaling(1);

  static final double SMALLEST_PROBABILITY = 1e-12;
  private static final double LEAST = 0.01;
  private static final double MOST = 100;
  private static final int BISECTIONS = 50;

  /**
   * Returns the β in [0.01, 100] with the least mean of −ln p'(label), which is convex in β: its
   * derivative Σ_i (Σ_k p'_ik ln p_ik − ln p_i(label)) is zero there.
   *
   * @param probabilities one row per image; probabilities below 1e-12 count as 1e-12
   * @param labels label of each image
   */
  public static TemperatureScaling fit(float[][] probabilities, int[] labels) {
    return fit(probabilities, labels, 0);
  }

  /**
   * Returns the β in [0.01, 100] with the least sum of −ln p'(label) plus (β − 1)²/2, which is the
   * most probable one if β is normal around 1 with a standard deviation of 1 beforehand. The sum
   * alone has no minimum if all images are right, which few images often are.
   *
   * @param probabilities one row per image; probabilities below 1e-12 count as 1e-12
   * @param labels label of each image
   */
  public static TemperatureScaling mostProbable(float[][] probabilities, int[] labels) {
    return fit(probabilities, labels, 1);
  }

  /**
   * @param precision factor of the penalty (β − 1)²/2
   */
  private static TemperatureScaling fit(float[][] probabilities, int[] labels, double precision) {
    double low = Math.log(LEAST);
    double high = Math.log(MOST);
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      double inverse = Math.exp(middle);
      if (derivative(probabilities, labels, inverse) + precision * (inverse - 1) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return new TemperatureScaling(Math.exp((low + high) / 2));
  }

  private static double derivative(float[][] probabilities, int[] labels, double inverse) {
    TemperatureScaling scaling = new TemperatureScaling(inverse);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] scaled = scaling.of(probabilities[i]);
      for (int k = 0; k < scaled.length; k++) {
        sum += scaled[k] * logarithm(probabilities[i][k]);
      }
      sum -= logarithm(probabilities[i][labels[i]]);
    }
    return sum;
  }

  /** Returns the scaled probabilities of one image. */
  public double[] of(float[] probabilities) {
    double normaliser = normaliser(probabilities);
    double[] scaled = new double[probabilities.length];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = Math.exp(inverse * logarithm(probabilities[k]) - normaliser);
    }
    return scaled;
  }

  /** Returns −ln p'(label) of one image, in nats. */
  public double loss(float[] probabilities, int label) {
    return normaliser(probabilities) - inverse * logarithm(probabilities[label]);
  }

  /** Returns ln Σ_k p_k^β. */
  private double normaliser(float[] probabilities) {
    double most = Double.NEGATIVE_INFINITY;
    for (float probability : probabilities) {
      most = Math.max(most, inverse * logarithm(probability));
    }
    double sum = 0;
    for (float probability : probabilities) {
      sum += Math.exp(inverse * logarithm(probability) - most);
    }
    return most + Math.log(sum);
  }

  private static double logarithm(float probability) {
    return Math.log(Math.max(SMALLEST_PROBABILITY, probability));
  }
}
