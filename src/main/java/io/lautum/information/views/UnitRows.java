package io.lautum.information.views;

import io.lautum.information.RowMajorProducts;

/**
 * Rows u = h/‖h‖ of length 1, computed from rows h. A row that is almost zero is divided by {@link
 * #SMALLEST_LENGTH} instead.
 */
final class UnitRows {
  private static final double SMALLEST_LENGTH = 1e-12;

  private final int width;
  private final double[] units;
  private final double[] lengths;

  /**
   * @param rows h, n x d, row-major
   * @param n number of rows
   * @throws ArithmeticException if a value is not finite
   */
  UnitRows(double[] rows, int n) {
    width = rows.length / n;
    units = rows.clone();
    lengths = new double[n];
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int k = i * width; k < (i + 1) * width; k++) {
        squares += rows[k] * rows[k];
      }
      if (!Double.isFinite(squares)) {
        throw new ArithmeticException("the projections are not finite");
      }
      lengths[i] = Math.max(Math.sqrt(squares), SMALLEST_LENGTH);
      for (int k = i * width; k < (i + 1) * width; k++) {
        units[k] /= lengths[i];
      }
    }
  }

  /** Returns the products u_iᵀv_j with the rows v of the same number, n x n. */
  double[] products(UnitRows other) {
    int n = lengths.length;
    double[] products = new double[n * n];
    RowMajorProducts.addTransposed(products, transposed(), other.transposed(), width, n, n);
    return products;
  }

  /** Returns u as d x n, in which the products read whole rows. */
  private double[] transposed() {
    double[] transposed = new double[units.length];
    for (int i = 0; i < lengths.length; i++) {
      for (int k = 0; k < width; k++) {
        transposed[k * lengths.length + i] = units[i * width + k];
      }
    }
    return transposed;
  }

  /**
   * Returns Σ_j weights_ij u_j for each i, n x d.
   *
   * @param weights n x n
   */
  double[] weighted(double[] weights) {
    double[] sums = new double[units.length];
    RowMajorProducts.add(sums, weights, units, lengths.length, lengths.length, width);
    return sums;
  }

  /**
   * Converts a gradient with respect to u into one with respect to h: (I − uuᵀ) g/‖h‖, row by row.
   *
   * @param gradient n x d, row-major
   * @return n x d
   */
  double[] backward(double[] gradient) {
    double[] result = gradient.clone();
    for (int i = 0; i < lengths.length; i++) {
      double along = 0;
      for (int k = i * width; k < (i + 1) * width; k++) {
        along += result[k] * units[k];
      }
      for (int k = i * width; k < (i + 1) * width; k++) {
        result[k] = (result[k] - along * units[k]) / lengths[i];
      }
    }
    return result;
  }
}
