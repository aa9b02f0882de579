package io.lautum.method.entropy;

import io.lautum.Text;
import java.util.Arrays;

/**
 * Self-normalised importance sampling of q ∝ e<sup>-f</sup>φ with samples of φ: sample k has weight
 * wₖ = e<sup>-f(xₖ)</sup> / Σⱼ e<sup>-f(xⱼ)</sup>, and E_q[v(X)] is estimated by Σₖ wₖ v(xₖ).
 *
 * <p>Samples are added one at a time and not kept. The state is the largest exponent m = max (-f),
 * the sums of e<sup>-f-m</sup> and of its square, and Σ e<sup>-f-m</sup> v. Large losses therefore
 * do not overflow. Not thread-safe.
 */
public final class ImportanceWeights {
  private final double[] weightedSum;
  private double maximum = Double.NEGATIVE_INFINITY;
  private double sum;
  private double sumOfSquares;
  private long samples;

  /**
   * Creates weights without samples.
   *
   * @param length length of the vectors v
   */
  public ImportanceWeights(int length) {
    weightedSum = new double[length];
  }

  /**
   * Adds one sample whose vector is {@code sign * vector}, so that an antithetic sample needs no
   * separate vector.
   *
   * @param loss f of the sample; a sample of infinite loss has no weight
   * @param vector v of the sample, or -v
   * @param sign 1 or -1
   */
  public void add(double loss, float[] vector, double sign) {
    if (vector.length != weightedSum.length) {
      throw new IllegalArgumentException(
          Text.format(
              "a vector must have [%d] entries, got [%d]", weightedSum.length, vector.length));
    }
    samples++;
    raise(-loss);
    double weight = loss == Double.POSITIVE_INFINITY ? 0 : Math.exp(-loss - maximum);
    sum += weight;
    sumOfSquares += weight * weight;
    double factor = sign * weight;
    for (int i = 0; i < weightedSum.length; i++) {
      weightedSum[i] += factor * vector[i];
    }
  }

  /** Makes all sums relative to the larger exponent. */
  private void raise(double exponent) {
    if (exponent <= maximum) {
      return;
    }
    double factor = Math.exp(maximum - exponent);
    maximum = exponent;
    sum *= factor;
    sumOfSquares *= factor * factor;
    for (int i = 0; i < weightedSum.length; i++) {
      weightedSum[i] *= factor;
    }
  }

  /** Returns Σₖ wₖ vₖ, the estimate of E_q[v(X)]; NaN if no sample has a weight. */
  public double[] mean() {
    return Arrays.stream(weightedSum).map(value -> value / sum).toArray();
  }

  /**
   * Returns 1 / Σₖ wₖ² (Kish): the number of samples if all losses are equal, 1 if one sample has
   * all the weight; NaN if no sample has a weight.
   */
  public double effectiveSampleSize() {
    return sum / sumOfSquares * sum;
  }

  /** Returns -log of the mean of e<sup>-f</sup> over the samples: the estimate of -log ∫ e^-f φ. */
  public double negativeLogMean() {
    return Math.log(samples) - Math.log(sum) - maximum;
  }
}
