package io.lautum.information.discrepancy;

import org.ejml.simple.SimpleMatrix;

/**
 * The squared distance between the covariances of two samples of n vectors each, ‖C_s − C_t‖²_F/(4
 * d²) with C = FᵀF/(n − 1) for centred rows F (B. Sun, K. Saenko, "Deep CORAL", ECCV 2016
 * workshops, eq. 1 to 3).
 *
 * <p>It is computed from inner products of rows, O(n²d) instead of O(nd²): ‖C_s − C_t‖² = (‖F_s
 * F_sᵀ‖² − 2 ‖F_s F_tᵀ‖² + ‖F_t F_tᵀ‖²)/(n − 1)².
 */
public final class CorrelationDistance {
  private final double value;
  private final double[] first;
  private final double[] second;

  /**
   * @param s first sample, n x d, row-major
   * @param t second sample, n x d
   * @param n size of each sample, at least 2
   * @throws ArithmeticException if vectors are not finite
   */
  public CorrelationDistance(double[] s, double[] t, int n) {
    int width = s.length / n;
    SimpleMatrix a = centred(s, n, width);
    SimpleMatrix b = centred(t, n, width);
    if (a.hasUncountable() || b.hasUncountable()) {
      throw new ArithmeticException("the features are not finite");
    }
    SimpleMatrix within = a.mult(a.transpose());
    SimpleMatrix across = a.mult(b.transpose());
    SimpleMatrix other = b.mult(b.transpose());
    double scale = 1 / ((double) width * width * (n - 1) * (n - 1));
    value = scale / 4 * (squares(within) - 2 * squares(across) + squares(other));
    first = within.mult(a).minus(across.mult(b)).scale(scale).getDDRM().data;
    second = other.mult(b).minus(across.transpose().mult(a)).scale(scale).getDDRM().data;
  }

  private static SimpleMatrix centred(double[] rows, int n, int width) {
    SimpleMatrix matrix = new SimpleMatrix(n, width, true, rows);
    SimpleMatrix mean = SimpleMatrix.filled(1, n, 1.0 / n).mult(matrix);
    return matrix.minus(SimpleMatrix.filled(n, 1, 1).mult(mean));
  }

  private static double squares(SimpleMatrix matrix) {
    return matrix.elementMult(matrix).elementSum();
  }

  /** Returns the squared distance. */
  public double value() {
    return value;
  }

  /** Returns the gradient with respect to the first sample, n x d. */
  public double[] first() {
    return first.clone();
  }

  /** Returns the gradient with respect to the second sample, n x d. */
  public double[] second() {
    return second.clone();
  }
}
