package io.lautum.data.prepare;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.netlib.util.intW;

/**
 * The leading eigenpairs of a symmetric matrix, by LAPACK's {@code dsyevr} (tridiagonal form, then
 * relatively robust representations). The Java translation that comes with MLlib: the native LAPACK
 * of some machines returns wrong eigenvectors without an error.
 *
 * @param values λ, descending
 * @param vectors one unit eigenvector a row
 */
record SymmetricEigenproblem(double[] values, DMatrixRMaj vectors) {
  /** How far a covariance of whitened coordinates may be from I; a sound result is below 1e-8. */
  private static final double TOLERANCE = 1e-3;

  /**
   * Solves for the largest eigenvalues.
   *
   * @param count how many, at most the size of the matrix
   * @param relative eigenvalues at or below this share of the largest are left out
   * @throws IllegalStateException if what LAPACK returned does not make the matrix I
   */
  static SymmetricEigenproblem leading(DMatrixRMaj matrix, int count, double relative) {
    int n = matrix.numRows;
    double[] ascending = new double[n];
    double[] found = new double[n * count];
    int[] support = new int[2 * n];
    // Of at least 26 n and 10 n.
    double[] work = new double[32 * n];
    int[] integerWork = new int[10 * n];
    intW m = new intW(0);
    intW info = new intW(0);
    LAPACK lapack = JavaLAPACK.getInstance();
    lapack.dsyevr(
        "V",
        "I",
        "U",
        n,
        matrix.data.clone(),
        n,
        0,
        0,
        n - count + 1,
        n,
        0,
        m,
        ascending,
        found,
        n,
        support,
        work,
        work.length,
        integerWork,
        integerWork.length,
        info);
    if (info.val != 0 || m.val != count) {
      throw new IllegalStateException(
          "LAPACK's dsyevr found %d of %d eigenvalues of a matrix of %d rows, code %d"
              .formatted(m.val, count, n, info.val));
    }
    int kept = 0;
    while (kept < count && ascending[count - 1 - kept] > relative * ascending[count - 1]) {
      kept++;
    }
    double[] values = new double[kept];
    double[] vectors = new double[kept * n];
    for (int k = 0; k < kept; k++) {
      values[k] = ascending[count - 1 - k];
      System.arraycopy(found, (count - 1 - k) * n, vectors, k * n, n);
    }
    SymmetricEigenproblem solved =
        new SymmetricEigenproblem(values, DMatrixRMaj.wrap(kept, n, vectors));
    solved.requireWhitens(matrix);
    return solved;
  }

  /**
   * Checks that Λ<sup>-1/2</sup> V M V' Λ<sup>-1/2</sup> = I.
   *
   * @throws IllegalStateException if it is not: the information would then be of something else
   */
  void requireWhitens(DMatrixRMaj matrix) {
    DMatrixRMaj image = new DMatrixRMaj(vectors.numRows, matrix.numCols);
    DMatrixRMaj covariance = new DMatrixRMaj(values.length, values.length);
    CommonOps_DDRM.mult(vectors, matrix, image);
    CommonOps_DDRM.multTransB(image, vectors, covariance);
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        double white = covariance.get(i, j) / Math.sqrt(values[i] * values[j]);
        if (!(Math.abs(white - (i == j ? 1 : 0)) < TOLERANCE)) {
          throw new IllegalStateException(
              "whitening: cov(z[%d], z[%d]) is %s: the eigenvalue problem was solved wrongly"
                  .formatted(i, j, white));
        }
      }
    }
  }
}
