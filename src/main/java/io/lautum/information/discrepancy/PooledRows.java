package io.lautum.information.discrepancy;

import java.util.Arrays;
import java.util.Locale;

/**
 * Rows of two samples, one sample after the other, minus the mean over all rows. Computes the
 * squared distances between rows, and weighted sums of their differences, each with one product of
 * matrices.
 *
 * <p>The products are written in Java and process two rows of a result and four terms at a time, so
 * that the inner loop is vectorised and computes more than it loads and stores. EJML takes several
 * times as long for these shapes.
 */
final class PooledRows {
  private final int count;
  private final int dimensions;

  /**
   * The rows, count x dimensions, centred because |x|² + |y|² - 2x'y loses digits far from the
   * origin.
   */
  private final double[] rows;

  /**
   * @param outputs count x d, row-major
   * @param count number of rows, even
   */
  PooledRows(double[] outputs, int count) {
    this.count = count;
    dimensions = outputs.length / count;
    rows = outputs.clone();
    double[] mean = new double[dimensions];
    for (int row = 0; row < rows.length; row += dimensions) {
      for (int k = 0; k < dimensions; k++) {
        mean[k] += rows[row + k] / count;
      }
    }
    for (int row = 0; row < rows.length; row += dimensions) {
      for (int k = 0; k < dimensions; k++) {
        rows[row + k] -= mean[k];
      }
    }
  }

  /**
   * Returns |xᵢ - xⱼ|² at {@code i * count + j} for i &lt; j, not negative, and exactly 0 for equal
   * rows. The other entries are 0.
   *
   * @throws ArithmeticException if a row's squared norm is not finite, which cannot happen for
   *     finite floats
   */
  double[] squaredDistances() {
    double[] distances = gramian();
    double[] norms = new double[count];
    for (int i = 0; i < count; i++) {
      norms[i] = distances[i * count + i];
      if (!Double.isFinite(norms[i])) {
        throw new ArithmeticException(
            String.format(Locale.ROOT, "row [%d] is not finite or too large to square", i));
      }
    }
    for (int i = 0; i < count; i++) {
      distances[i * count + i] = 0;
      for (int j = i + 1; j < count; j++) {
        int at = i * count + j;
        distances[at] = Math.max(0, norms[i] + norms[j] - 2 * distances[at]);
      }
    }
    return distances;
  }

  /**
   * Returns the upper triangle of XX'. All entries, including the diagonal, add their terms in the
   * same order, so that the three entries that form the distance of two equal rows are equal.
   */
  private double[] gramian() {
    double[] columns = new double[rows.length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < dimensions; k++) {
        columns[k * count + i] = rows[i * dimensions + k];
      }
    }
    double[] gramian = new double[count * count];
    double[] first = new double[count];
    double[] second = new double[count];
    for (int i = 0; i < count; i += 2) {
      int length = count - i;
      combine(first, second, length, rows, i * dimensions, dimensions, columns, i, count);
      System.arraycopy(first, 0, gramian, i * count + i, length);
      System.arraycopy(second, 1, gramian, (i + 1) * (count + 1), length - 1);
    }
    return gramian;
  }

  /**
   * Returns Σⱼ cᵢⱼ (xᵢ - xⱼ) for every row i.
   *
   * @param weights c, count x count, symmetric; the diagonal is not used
   * @return count x d
   */
  double[] weightedDifferences(double[] weights) {
    double[] laplacian = new double[count * count];
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        if (j != i) {
          sum += weights[i * count + j];
          laplacian[i * count + j] = -weights[i * count + j];
        }
      }
      laplacian[i * count + i] = sum;
    }
    double[] differences = new double[rows.length];
    double[] first = new double[dimensions];
    double[] second = new double[dimensions];
    for (int i = 0; i < count; i += 2) {
      combine(first, second, dimensions, laplacian, i * count, count, rows, 0, dimensions);
      System.arraycopy(first, 0, differences, i * dimensions, dimensions);
      System.arraycopy(second, 0, differences, (i + 1) * dimensions, dimensions);
    }
    return differences;
  }

  /**
   * Computes two linear combinations of the same rows.
   *
   * @param first receives the first combination, in its first {@code length} entries
   * @param second receives the second combination
   * @param factors factors of the first combination from index {@code factor}, one for each of
   *     {@code terms} rows, directly followed by those of the second
   * @param matrix matrix whose rows are {@code stride} apart; the first row starts at {@code row}
   */
  private static void combine(
      double[] first,
      double[] second,
      int length,
      double[] factors,
      int factor,
      int terms,
      double[] matrix,
      int row,
      int stride) {
    Arrays.fill(first, 0, length, 0);
    Arrays.fill(second, 0, length, 0);
    int k = 0;
    for (; k + 4 <= terms; k += 4) {
      addFour(first, second, length, factors, factor + k, terms, matrix, row + k * stride, stride);
    }
    for (; k < terms; k++) {
      double a = factors[factor + k];
      double b = factors[factor + terms + k];
      for (int j = 0; j < length; j++) {
        double x = matrix[row + k * stride + j];
        first[j] = Math.fma(a, x, first[j]);
        second[j] = Math.fma(b, x, second[j]);
      }
    }
  }

  private static void addFour(
      double[] first,
      double[] second,
      int length,
      double[] factors,
      int factor,
      int terms,
      double[] matrix,
      int row,
      int stride) {
    double a0 = factors[factor];
    double a1 = factors[factor + 1];
    double a2 = factors[factor + 2];
    double a3 = factors[factor + 3];
    double b0 = factors[factor + terms];
    double b1 = factors[factor + terms + 1];
    double b2 = factors[factor + terms + 2];
    double b3 = factors[factor + terms + 3];
    int row1 = row + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    for (int j = 0; j < length; j++) {
      double x0 = matrix[row + j];
      double x1 = matrix[row1 + j];
      double x2 = matrix[row2 + j];
      double x3 = matrix[row3 + j];
      first[j] = Math.fma(a0, x0, Math.fma(a1, x1, Math.fma(a2, x2, Math.fma(a3, x3, first[j]))));
      second[j] = Math.fma(b0, x0, Math.fma(b1, x1, Math.fma(b2, x2, Math.fma(b3, x3, second[j]))));
    }
  }
}
