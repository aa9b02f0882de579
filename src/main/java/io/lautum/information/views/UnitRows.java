package io.lautum.information.views;

import org.ejml.simple.SimpleMatrix;

/**
 * Rows u = h/‖h‖ of length 1, computed from rows h. A row that is almost zero is divided by {@link
 * #SMALLEST_LENGTH} instead.
 */
final class UnitRows {
  private static final double SMALLEST_LENGTH = 1e-12;

  private final SimpleMatrix unit;
  private final double[] lengths;

  /**
   * @param rows h, n x d, row-major
   * @param n number of rows
   */
  UnitRows(double[] rows, int n) {
    int width = rows.length / n;
    double[] scaled = rows.clone();
    lengths = new double[n];
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int k = i * width; k < (i + 1) * width; k++) {
        squares += rows[k] * rows[k];
      }
      lengths[i] = Math.max(Math.sqrt(squares), SMALLEST_LENGTH);
      for (int k = i * width; k < (i + 1) * width; k++) {
        scaled[k] /= lengths[i];
      }
    }
    unit = new SimpleMatrix(n, width, true, scaled);
    if (unit.hasUncountable()) {
      throw new ArithmeticException("the projections are not finite");
    }
  }

  /** Returns u, n x d. */
  SimpleMatrix matrix() {
    return unit;
  }

  /**
   * Converts a gradient with respect to u into one with respect to h: (I − uuᵀ) g/‖h‖, row by row.
   *
   * @param gradient n x d
   * @return n x d, row-major
   */
  double[] backward(SimpleMatrix gradient) {
    int width = unit.getNumCols();
    double[] u = unit.getDDRM().data;
    double[] result = gradient.copy().getDDRM().data;
    for (int i = 0; i < lengths.length; i++) {
      double along = 0;
      for (int k = i * width; k < (i + 1) * width; k++) {
        along += result[k] * u[k];
      }
      for (int k = i * width; k < (i + 1) * width; k++) {
        result[k] = (result[k] - along * u[k]) / lengths[i];
      }
    }
    return result;
  }
}
