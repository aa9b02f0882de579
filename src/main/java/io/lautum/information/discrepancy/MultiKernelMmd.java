package io.lautum.information.discrepancy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The squared maximum mean discrepancy (MMD²) between a source sample x and a target sample y of n
 * rows each, under the mean of several Gaussian kernels:
 *
 * <p>MMD² = 1/(n(n-1)) Σ_{i≠j} κ(xᵢ, xⱼ) + 1/(n(n-1)) Σ_{i≠j} κ(yᵢ, yⱼ) - 2/n² Σ_{ij} κ(xᵢ, yⱼ),
 *
 * <p>κ(x, y) = (1/K) Σ_s exp(-|x - y|² / 2s).
 *
 * <p>This is the unbiased estimate of A. Gretton, K. M. Borgwardt, M. J. Rasch, B. Schölkopf, A.
 * Smola, "A kernel two-sample test", Journal of Machine Learning Research 13, 2012, eq. 3: its
 * expectation is 0 if both samples come from one distribution, so it is then often negative. Equal
 * weights are one of the choices for the kernels in A. Gretton et al., "Optimal kernel choice for
 * large-scale two-sample tests", NIPS 2012.
 *
 * <p><b>The bandwidth s is in the unit of a squared distance</b>: it is the variance σ² of the
 * Gaussian, not σ. This also applies to the widely copied list of {@link #fixed()}, although its
 * source calls the entries sigmas: its kernel is exp(-β|x - y|²) with β = 1/(2 sigma).
 */
public final class MultiKernelMmd implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The smallest bandwidth. Reciprocals of larger ones, times any sum of floats, are finite. */
  private static final double SMALLEST = 1e-100;

  private static final double LARGEST = 1e100;

  private final double[] bandwidths;
  private final boolean relative;

  private MultiKernelMmd(double[] bandwidths, boolean relative) {
    this.bandwidths = bandwidths;
    this.relative = relative;
  }

  /**
   * Returns the discrepancy with the 19 bandwidths 1e-6, 1e-5, …, 0.1, 1, 5, 10, 15, 20, 25, 30,
   * 35, 100, 1e3, …, 1e6 of K. Bousmalis et al., "Domain separation networks", NIPS 2016,
   * independent of the scale of the rows.
   */
  public static MultiKernelMmd fixed() {
    return fixed(
        new double[] {
          1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6
        });
  }

  /**
   * Returns the discrepancy with the given bandwidths.
   *
   * @param bandwidths s, at least one, each from 1e-100 to 1e100
   * @throws IllegalArgumentException if there are no bandwidths or one is out of range
   */
  public static MultiKernelMmd fixed(double[] bandwidths) {
    if (bandwidths.length == 0
        || !Arrays.stream(bandwidths).allMatch(s -> s >= SMALLEST && s <= LARGEST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "bandwidths must be one or more from %s to %s, got %s",
              SMALLEST,
              LARGEST,
              Arrays.toString(bandwidths)));
    }
    return new MultiKernelMmd(bandwidths.clone(), false);
  }

  /**
   * Returns the discrepancy with K bandwidths, 2^(-(K-1)/2), …, ½, 1, 2, …, 2^((K-1)/2) times the
   * median squared distance between different rows of the pooled samples, so that the bandwidths
   * follow the scale of the rows. The gradient treats the median as a constant.
   *
   * @param kernels K, odd, from 1 to 201
   * @throws IllegalArgumentException if K is even or out of range
   */
  public static MultiKernelMmd medianScaled(int kernels) {
    if (kernels < 1 || kernels > 201 || kernels % 2 == 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "kernels must be odd and from 1 to 201, got [%d]", kernels));
    }
    int middle = kernels / 2;
    return new MultiKernelMmd(
        IntStream.range(0, kernels).mapToDouble(k -> Math.scalb(1, k - middle)).toArray(), true);
  }

  /**
   * Returns MMD² between the two halves of a minibatch.
   *
   * @param outputs 2n x d, row-major: n source rows, then n target rows
   * @param n number of rows per sample, at least 2
   * @throws IllegalArgumentException if n is below 2 or the length is not a multiple of 2n
   * @throws ArithmeticException if a row's squared norm is not finite, which cannot happen for
   *     finite floats
   */
  public Estimate evaluate(double[] outputs, int n) {
    if (n < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an unbiased estimate needs at least two rows per sample, got n = [%d]",
              n));
    }
    if (outputs.length == 0 || outputs.length % (2 * n) != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "outputs must have a multiple of [%d] entries, got [%d]",
              2 * n,
              outputs.length));
    }
    PooledRows rows = new PooledRows(outputs, 2 * n);
    double[] distances = rows.squaredDistances();
    return new Estimate(rows, distances, new GaussianKernels(bandwidths(distances)), n);
  }

  private double[] bandwidths(double[] distances) {
    if (!relative) {
      return bandwidths;
    }
    double[] positive =
        Arrays.stream(distances).filter(distance -> distance > 0).sorted().toArray();
    if (positive.length == 0) {
      // All rows are equal, so every kernel is 1, and every slope is multiplied by a difference of
      // 0.
      return bandwidths;
    }
    int half = positive.length / 2;
    double median =
        positive.length % 2 == 1 ? positive[half] : (positive[half - 1] + positive[half]) / 2;
    return Arrays.stream(bandwidths)
        .map(factor -> Math.min(LARGEST, Math.max(SMALLEST, factor * median)))
        .toArray();
  }

  /** MMD² of one minibatch, and its gradient. Immutable. */
  public static final class Estimate {
    private final PooledRows rows;
    private final double[] bandwidths;
    private final double value;

    /** cᵢⱼ = 2 dMMD²/d|xᵢ - xⱼ|², 2n x 2n, symmetric. */
    private final double[] coefficients;

    private Estimate(PooledRows rows, double[] distances, GaussianKernels kernels, int n) {
      this.rows = rows;
      bandwidths = kernels.bandwidths();
      int count = 2 * n;
      // A pair i < j stands for (i, j) and (j, i).
      double within = 2.0 / (n * (n - 1.0));
      double across = -2.0 / ((double) n * n);
      GaussianKernels.KernelValue point = new GaussianKernels.KernelValue();
      coefficients = new double[count * count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          double weight = i < n && j >= n ? across : within;
          kernels.evaluate(distances[i * count + j], point);
          sum += weight * point.value;
          double coefficient = 2 * weight * point.slope;
          coefficients[i * count + j] = coefficient;
          coefficients[j * count + i] = coefficient;
        }
      }
      value = sum;
    }

    /**
     * Returns MMD², at most 2; negative if the rows are closer to the other sample than to their
     * own.
     */
    public double value() {
      return value;
    }

    /** Returns s of each kernel. */
    double[] bandwidths() {
      return bandwidths.clone();
    }

    /**
     * Returns dMMD²/d(outputs): row i is Σⱼ cᵢⱼ (xᵢ - xⱼ) over the rows of both samples.
     *
     * @return 2n x d, row-major
     */
    public double[] gradient() {
      return rows.weightedDifferences(coefficients);
    }
  }
}
