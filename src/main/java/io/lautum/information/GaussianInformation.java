package io.lautum.information;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.simple.SimpleMatrix;

/**
 * A measure of the dependence between w and z in nats, computed as if they were jointly Gaussian: a
 * sum Σᵢ g(ρᵢ²) over their canonical correlations ρᵢ, where {@link Measure} defines g. It is 0 for
 * independent vectors and unbounded: g(t) grows without limit as t approaches 1, so a direction of
 * w that z determines would dominate the gradient. A direction with ρᵢ² above the cap therefore
 * counts as g(cap) and has gradient 0.
 *
 * @param sigma2 σ² &gt; 0, variance of the noise added to every entry of w, in the unit of w
 *     squared
 * @param maxSquaredCorrelation cap, above 0 and below 1
 */
public record GaussianInformation(Measure measure, double sigma2, double maxSquaredCorrelation)
    implements Serializable {
  /** The function g of a squared canonical correlation t, and its derivative. */
  public enum Measure {
    /**
     * Lautum information: g(t) = t/(1-t) + ½ ln(1-t) (D. P. Palomar, S. Verdú, "Lautum
     * information", IEEE Transactions on Information Theory 54(3), 2008).
     */
    LAUTUM {
      @Override
      double contribution(double t) {
        return t / (1 - t) + 0.5 * Math.log1p(-t);
      }

      @Override
      double slope(double t) {
        return (1 + t) / (2 * (1 - t) * (1 - t));
      }
    },
    /** Mutual information: g(t) = -½ ln(1-t). */
    MUTUAL {
      @Override
      double contribution(double t) {
        return -0.5 * Math.log1p(-t);
      }

      @Override
      double slope(double t) {
        return 1 / (2 * (1 - t));
      }
    };

    /** Returns g(t). */
    abstract double contribution(double t);

    /** Returns g'(t). */
    abstract double slope(double t);
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public GaussianInformation {
    if (!(sigma2 >= Double.MIN_NORMAL && sigma2 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "sigma2 must be positive and finite, got [%s]", sigma2));
    }
    if (!(maxSquaredCorrelation > 0 && maxSquaredCorrelation < 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "maxSquaredCorrelation must be between 0 and 1, got [%s]",
              maxSquaredCorrelation));
    }
  }

  /** Creates the Lautum information; for the parameters see the record. */
  public static GaussianInformation lautum(double sigma2, double maxSquaredCorrelation) {
    return new GaussianInformation(Measure.LAUTUM, sigma2, maxSquaredCorrelation);
  }

  /**
   * Returns the information under the given moments; later updates of the moments do not change it.
   *
   * @throws IllegalStateException if the moments are empty
   * @throws ArithmeticException if the moments are not finite, which cannot happen for finite
   *     floats
   */
  public Estimate evaluate(RunningMoments moments) {
    return new Estimate(moments);
  }

  /** Returns g(t), constant above the cap. */
  private double contribution(double t) {
    return measure.contribution(Math.min(t, maxSquaredCorrelation));
  }

  /** Returns g'(t), 0 above the cap. */
  private double slope(double t) {
    return t > maxSquaredCorrelation ? 0 : measure.slope(t);
  }

  /** The information for one state of the moments, and its gradient. Immutable. */
  public final class Estimate {
    private final int outputs;
    private final int components;
    private final SimpleMatrix outputMean;
    private final SimpleMatrix inputMean;
    private final CanonicalCorrelations canonical;

    private Estimate(RunningMoments moments) {
      outputs = moments.outputs();
      components = moments.components();
      outputMean = moments.outputMean();
      inputMean = moments.inputMean();
      canonical = new CanonicalCorrelations(moments, sigma2);
    }

    /** Returns the information in nats, not negative. */
    public double value() {
      return Arrays.stream(canonical.correlations()).map(rho -> contribution(rho * rho)).sum();
    }

    /**
     * Returns the min(K, r) correlations ρᵢ in descending order, not capped. Over few examples,
     * cov(z) differs from I and a correlation can exceed 1.
     */
    public double[] correlations() {
      return canonical.correlations();
    }

    /**
     * Returns the derivative dF/dw of the information F for every example of a batch:
     *
     * <p>dF/dw = (2/n) Σᵢ g'(ρᵢ²) ρᵢ (bᵢ - ρᵢaᵢ) vᵢ, aᵢ = vᵢ'(w - E[w]), bᵢ = rᵢ'(z - E[z]);
     *
     * <p>each w moves along vᵢ in the direction that predicts bᵢ better. The formula follows from
     * d(ρᵢ²) = vᵢ'(d(CC') - ρᵢ²dS)vᵢ.
     *
     * <p>This is the gradient under the assumption that the moments contain only this batch. If the
     * batch was the last {@link RunningMoments#update} with decay α, the derivative of {@link
     * #value} is (1-α)/weight times this gradient; the factor is omitted so that a multiple of the
     * gradient has the same meaning for every α.
     *
     * @param w outputs, n x K, row-major
     * @param z whitened inputs, n x r, row-major
     * @param n number of examples in the batch
     * @return n x K, row-major
     */
    public double[] gradient(double[] w, double[] z, int n) {
      RunningMoments.requireBatch(w, outputs, z, components, n);
      SimpleMatrix directions = canonical.outputDirections();
      SimpleMatrix outputVariates = centred(w, n, outputMean).mult(directions);
      SimpleMatrix inputVariates = centred(z, n, inputMean).mult(canonical.inputDirections());
      double[] rho = canonical.correlations();
      SimpleMatrix coefficients = new SimpleMatrix(n, rho.length);
      for (int i = 0; i < rho.length; i++) {
        double factor = 2.0 / n * slope(rho[i] * rho[i]) * rho[i];
        for (int j = 0; j < n; j++) {
          double residual = inputVariates.get(j, i) - rho[i] * outputVariates.get(j, i);
          coefficients.set(j, i, factor * residual);
        }
      }
      return coefficients.mult(directions.transpose()).getDDRM().data;
    }

    private static SimpleMatrix centred(double[] rows, int n, SimpleMatrix mean) {
      int columns = mean.getNumRows();
      double[] centred = rows.clone();
      for (int i = 0; i < centred.length; i++) {
        centred[i] -= mean.get(i % columns);
      }
      return SimpleMatrix.wrap(DMatrixRMaj.wrap(n, columns, centred));
    }
  }
}
