package io.lautum.information;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.ejml.simple.SimpleMatrix;

/**
 * The Lautum information of w and the images x, of D values, computed literally from the formula:
 * running averages of all moments of (w, x), and per evaluation a system of equations with the D x
 * D covariance of x. Nothing is whitened. It is the reference for {@link GaussianInformation} and
 * {@link RunningMoments}, for values and for cost.
 *
 * <p>With S = cov(w) + σ²I, X = cov(x) + εI, A = cov(w, x) X⁻¹ cov(x, w) and M = S - A: L = ½(ln
 * det M - ln det S) + tr(M⁻¹S) - K. Correlations are not capped.
 */
public final class LiteralLautumInformation {
  private final double sigma2;
  private final double inputRidge;
  private final double decay;
  private final SimpleMatrix outputSum;
  private final SimpleMatrix inputSum;
  private final SimpleMatrix outputProducts;
  private final SimpleMatrix crossProducts;
  private final SimpleMatrix inputProducts;
  private double weight;

  /**
   * @param outputs K
   * @param inputs D
   * @param sigma2 σ²
   * @param inputRidge ε &gt; 0, needed because fewer than D images have a singular covariance
   * @param decay decay α of the running averages, per batch
   */
  public LiteralLautumInformation(
      int outputs, int inputs, double sigma2, double inputRidge, double decay) {
    this.sigma2 = sigma2;
    this.inputRidge = inputRidge;
    this.decay = decay;
    outputSum = new SimpleMatrix(outputs, 1);
    inputSum = new SimpleMatrix(inputs, 1);
    outputProducts = new SimpleMatrix(outputs, outputs);
    crossProducts = new SimpleMatrix(outputs, inputs);
    inputProducts = new SimpleMatrix(inputs, inputs);
  }

  /** Adds a batch: w is n x K, x is n x D, row-major. */
  public void update(double[] w, double[] x, int n) {
    SimpleMatrix outputs = rows(w, n);
    SimpleMatrix inputs = rows(x, n);
    double rate = (1 - decay) / n;
    SimpleMatrix transposed = outputs.transpose();
    average(outputSum, columnSums(outputs), rate);
    average(inputSum, columnSums(inputs), rate);
    average(outputProducts, transposed.mult(outputs), rate);
    average(crossProducts, transposed.mult(inputs), rate);
    average(inputProducts, inputs.transpose().mult(inputs), rate);
    weight = decay * weight + 1 - decay;
  }

  private void average(SimpleMatrix sum, SimpleMatrix batch, double rate) {
    double[] sums = sum.getDDRM().data;
    double[] values = batch.getDDRM().data;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = decay * sums[i] + rate * values[i];
    }
  }

  /** Returns cov(x) + εI, D x D. */
  public SimpleMatrix inputCovariance() {
    SimpleMatrix mean = inputSum.divide(weight);
    return inputProducts
        .divide(weight)
        .minus(mean.mult(mean.transpose()))
        .plus(SimpleMatrix.identity(mean.getNumRows()).scale(inputRidge));
  }

  /** Returns the information under the current moments. */
  public Estimate evaluate() {
    return new Estimate();
  }

  /** The information for one state of the moments, and its gradient. */
  public final class Estimate {
    private final SimpleMatrix outputMean = outputSum.divide(weight);
    private final SimpleMatrix inputMean = inputSum.divide(weight);
    private final SimpleMatrix s;
    private final SimpleMatrix m;
    private final SimpleMatrix inverse;

    /** X⁻¹ cov(x, w), D x K. */
    private final SimpleMatrix regression;

    private Estimate() {
      int outputs = outputMean.getNumRows();
      s =
          outputProducts
              .divide(weight)
              .minus(outputMean.mult(outputMean.transpose()))
              .plus(SimpleMatrix.identity(outputs).scale(sigma2));
      SimpleMatrix cross =
          crossProducts.divide(weight).minus(outputMean.mult(inputMean.transpose()));
      regression = solve(inputCovariance(), cross.transpose());
      m = s.minus(cross.mult(regression));
      inverse = m.invert();
    }

    /** Returns L(w; x) in nats. */
    public double value() {
      double determinants = 0.5 * (Math.log(m.determinant()) - Math.log(s.determinant()));
      return determinants + inverse.mult(s).trace() - s.getNumRows();
    }

    /** Returns dL/dw, n x K, as {@link GaussianInformation.Estimate#gradient} defines it. */
    public double[] gradient(double[] w, double[] x, int n) {
      SimpleMatrix g = inverse.scale(0.5).minus(inverse.mult(s).mult(inverse));
      SimpleMatrix p = g.minus(s.invert().scale(0.5)).plus(inverse);
      SimpleMatrix byOutputs = centred(rows(w, n), outputMean).mult(p);
      SimpleMatrix byInputs = centred(rows(x, n), inputMean).mult(regression).mult(g);
      return byOutputs.minus(byInputs).scale(2.0 / n).getDDRM().data;
    }
  }

  private static SimpleMatrix solve(SimpleMatrix covariance, SimpleMatrix right) {
    LinearSolverDense<DMatrixRMaj> solver =
        LinearSolverFactory_DDRM.symmPosDef(covariance.getNumRows());
    if (!solver.setA(covariance.getDDRM())) {
      throw new ArithmeticException("cov(x) is not positive definite");
    }
    SimpleMatrix solution = new SimpleMatrix(right.getNumRows(), right.getNumCols());
    solver.solve(right.getDDRM(), solution.getDDRM());
    return solution;
  }

  private static SimpleMatrix rows(double[] values, int n) {
    return SimpleMatrix.wrap(DMatrixRMaj.wrap(n, values.length / n, values));
  }

  private static SimpleMatrix columnSums(SimpleMatrix rows) {
    return rows.transpose().mult(SimpleMatrix.filled(rows.getNumRows(), 1, 1));
  }

  private static SimpleMatrix centred(SimpleMatrix rows, SimpleMatrix mean) {
    return rows.minus(SimpleMatrix.filled(rows.getNumRows(), 1, 1).mult(mean.transpose()));
  }
}
