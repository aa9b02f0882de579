package io.lautum.information;

/**
 * Adds products of row-major matrices to a result. Written in Java, because native libraries differ
 * between machines and some are wrong. Processes four rows at a time, so that the inner loop
 * computes more than it loads and stores.
 */
public final class RowMajorProducts {
  /** Number of columns of a result that stay in the first-level cache. */
  private static final int TILE = 512;

  /**
   * Number of rows of a factor that stay in the second-level cache while every row of the result
   * uses them.
   */
  private static final int TILE_ROWS = 128;

  private RowMajorProducts() {}

  /**
   * Computes C += A B.
   *
   * @param c m x n
   * @param a m x p
   * @param b p x n
   */
  public static void add(double[] c, double[] a, double[] b, int m, int p, int n) {
    for (int tile = 0; tile < p; tile += TILE_ROWS) {
      int end = Math.min(p, tile + TILE_ROWS);
      for (int i = 0; i < m; i++) {
        int k = tile;
        for (; k + 4 <= end; k += 4) {
          int at = i * p + k;
          addRows(c, i * n, b, k * n, n, n, a[at], a[at + 1], a[at + 2], a[at + 3]);
        }
        for (; k < end; k++) {
          addRow(c, i * n, b, k * n, n, a[i * p + k]);
        }
      }
    }
  }

  /**
   * Computes C += A' B.
   *
   * @param c m x n
   * @param a p x m
   * @param b p x n
   */
  public static void addTransposed(double[] c, double[] a, double[] b, int p, int m, int n) {
    for (int i = 0; i < m; i++) {
      addTransposedRow(c, a, b, p, m, n, i, 0, n);
    }
  }

  /**
   * Computes the upper triangle, with the diagonal, of C += A' A.
   *
   * @param c n x n
   * @param a p x n
   */
  public static void addGramian(double[] c, double[] a, int p, int n) {
    for (int tile = 0; tile < n; tile += TILE) {
      int end = Math.min(n, tile + TILE);
      for (int i = 0; i < end; i++) {
        addTransposedRow(c, a, a, p, n, n, i, Math.max(i, tile), end);
      }
    }
  }

  /** Computes a range of columns of row i of C += A' B. */
  private static void addTransposedRow(
      double[] c, double[] a, double[] b, int p, int m, int n, int i, int from, int to) {
    int length = to - from;
    int k = 0;
    for (; k + 4 <= p; k += 4) {
      int at = k * m + i;
      addRows(
          c,
          i * n + from,
          b,
          k * n + from,
          n,
          length,
          a[at],
          a[at + m],
          a[at + 2 * m],
          a[at + 3 * m]);
    }
    for (; k < p; k++) {
      addRow(c, i * n + from, b, k * n + from, length, a[k * m + i]);
    }
  }

  /** Adds multiples of four rows of b, which are {@code stride} apart, to a row of c. */
  private static void addRows(
      double[] c,
      int at,
      double[] b,
      int row,
      int stride,
      int length,
      double a0,
      double a1,
      double a2,
      double a3) {
    int row1 = row + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    for (int j = 0; j < length; j++) {
      c[at + j] += a0 * b[row + j] + a1 * b[row1 + j] + a2 * b[row2 + j] + a3 * b[row3 + j];
    }
  }

  private static void addRow(double[] c, int at, double[] b, int row, int length, double a) {
    for (int j = 0; j < length; j++) {
      c[at + j] += a * b[row + j];
    }
  }
}
