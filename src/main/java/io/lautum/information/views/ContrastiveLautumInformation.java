package io.lautum.information.views;

import java.io.Serializable;
import java.util.Locale;

/**
 * A lower bound of the Lautum information KL(p(u)p(v) ‖ p(u, v)) between two views of an image, in
 * nats, by the representation of M. D. Donsker and S. R. S. Varadhan (1983): for every function T,
 *
 * <p>L ≥ E_{p(u)p(v)}[T] − ln E_{p(u,v)}[e^T], with equality for T = −ln p(u, v)/(p(u)p(v)).
 *
 * <p>The views of n images have the similarities s_ij = u_iᵀv_j/τ, where u and v are their
 * projections divided by their lengths. The ratio of densities is modelled by r_ij = ε + (1 − ε)
 * e^{s_ij}/Z, where Z is the mean of e^{s_ij} over pairs of different images, and T = −ln r:
 *
 * <p>L̂ = 1/(n(n−1)) Σ_{i≠j} T_ij − ln (1/n Σ_i e^{T_ii}).
 *
 * <p>Z is a constant of the gradient. The images whose two views are least alike dominate the
 * second term. ε bounds what a pair of different images can gain by being less alike than others;
 * without it two opposite points would maximise the bound. Over a minibatch the estimate is biased
 * upwards, because the logarithm of a mean over few images is too small.
 *
 * @param temperature τ &gt; 0
 * @param floor ε, smallest ratio of densities, above 0 and below 1
 */
public record ContrastiveLautumInformation(double temperature, double floor)
    implements Serializable {
  public ContrastiveLautumInformation {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the temperature must be positive, got [%s]", temperature));
    }
    if (!(floor > 0 && floor < 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the floor must be in (0, 1), got [%s]", floor));
    }
  }

  /**
   * Returns the similarities of two views.
   *
   * @param first projections of the first views, n x d, row-major
   * @param second projections of the second views of the same images, n x d
   * @param n number of images, at least 2
   * @throws ArithmeticException if projections are not finite
   */
  public Similarities similarities(double[] first, double[] second, int n) {
    return new Similarities(new UnitRows(first, n), new UnitRows(second, n), n);
  }

  /** The exponentials of similarities between views of n images. Immutable. */
  public final class Similarities {
    private final UnitRows first;
    private final UnitRows second;
    private final int n;

    /** e^{s_ij}, n x n. */
    private final double[] exponentials;

    private Similarities(UnitRows first, UnitRows second, int n) {
      this.first = first;
      this.second = second;
      this.n = n;
      exponentials = first.products(second);
      for (int i = 0; i < exponentials.length; i++) {
        exponentials[i] = Math.exp(exponentials[i] / temperature);
      }
    }

    /** Returns the mean of e^{s_ij} over the pairs of different images: Z of these images alone. */
    public double meanExponential() {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          sum += i == j ? 0 : exponentials[i * n + j];
        }
      }
      return sum / pairs();
    }

    /**
     * Computes the bound and its gradient.
     *
     * <p>With κ_ij = (1 − ε) e^{s_ij}/(Z r_ij) and π_i = r_ii⁻¹/Σ_k r_kk⁻¹, ∂L̂/∂s_ii = π_i κ_ii
     * and ∂L̂/∂s_ij = −κ_ij/(n(n−1)) for i ≠ j.
     *
     * @param meanExponential Z
     */
    public ViewEstimate evaluate(double meanExponential) {
      double apart = 0;
      double together = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double ratio = ratio(i, j, meanExponential);
          if (i == j) {
            together += 1 / ratio;
          } else {
            apart -= Math.log(ratio);
          }
        }
      }
      double[] byPair = new double[n * n];
      double[] transposed = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double ratio = ratio(i, j, meanExponential);
          double share = (ratio - floor) / ratio;
          double value = i == j ? share / (ratio * together) : -share / pairs();
          byPair[i * n + j] = value / temperature;
          transposed[j * n + i] = value / temperature;
        }
      }
      return new ViewEstimate(
          apart / pairs() - Math.log(together / n),
          first.backward(second.weighted(byPair)),
          second.backward(first.weighted(transposed)));
    }

    private double ratio(int i, int j, double meanExponential) {
      return floor + (1 - floor) * exponentials[i * n + j] / meanExponential;
    }

    private double pairs() {
      return (double) n * (n - 1);
    }
  }
}
