package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * The map z = Λ<sub>r</sub><sup>-1/2</sup> V<sub>r</sub>' (x - μ) from an image of D values to its
 * r leading principal components, each divided by its standard deviation. Over the examples that it
 * was fitted to, z has mean 0 and covariance I. Immutable.
 */
public final class Whitening implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean;

  /** The projection as D x r, so that one pass over an image computes all components. */
  private final double[] byInput;

  private final int components;
  private final double explainedVariance;

  /**
   * Creates a whitening, which keeps {@code mean} without copying it.
   *
   * @param mean μ, D values
   * @param projection Λ<sup>-1/2</sup> V', r x D, row-major
   * @param explainedVariance share of the total variance that the r components explain
   */
  public Whitening(double[] mean, double[] projection, double explainedVariance) {
    this.mean = mean;
    this.components = projection.length / mean.length;
    this.byInput = new double[projection.length];
    for (int k = 0; k < components; k++) {
      for (int i = 0; i < mean.length; i++) {
        byInput[i * components + k] = projection[k * mean.length + i];
      }
    }
    this.explainedVariance = explainedVariance;
  }

  /**
   * Finds the whitening of a dataset from its exact mean and covariance, divided by n. Driver only.
   *
   * <p>Each direction's sign is set so that its largest entry is positive, and partitions are
   * summed in their order: the same partitions and seed always give the same bits.
   *
   * @param rows examples of D values each; read two to five times
   * @param components r, at least 1. Fewer are kept if fewer directions have more than 1e-10 of the
   *     largest variance; see {@link #components}
   * @param exactPcaMaxValues largest D for which {@link PrincipalComponents#exact} is used; above
   *     it, {@link PrincipalComponents#randomized}
   * @param seed seed of the approximation
   * @throws DataException if there are fewer than two examples, all examples are equal, or a value
   *     is not finite
   * @throws IllegalStateException if the linear algebra of this machine returned a wrong result
   */
  public static Whitening fit(
      JavaRDD<float[]> rows, int components, int exactPcaMaxValues, long seed) {
    return new WhiteningFit(components, exactPcaMaxValues, seed).fit(rows);
  }

  /**
   * Returns z for one image.
   *
   * @param x D values
   * @return r values
   */
  public float[] apply(float[] x) {
    if (x.length != mean.length) {
      throw new IllegalArgumentException(
          Text.format("the whitening expects [%d] values, got [%d]", mean.length, x.length));
    }
    double[] sums = new double[components];
    for (int i = 0; i < x.length; i++) {
      double centred = x[i] - mean[i];
      int row = i * components;
      for (int k = 0; k < components; k++) {
        sums[k] += byInput[row + k] * centred;
      }
    }
    float[] z = new float[components];
    for (int k = 0; k < components; k++) {
      z[k] = (float) sums[k];
    }
    return z;
  }

  /** Returns r, the number of components kept; at most the number requested from {@link #fit}. */
  public int components() {
    return components;
  }

  /** Returns the variance of the r components as a share of the total variance, in (0, 1]. */
  public double explainedVariance() {
    return explainedVariance;
  }
}
