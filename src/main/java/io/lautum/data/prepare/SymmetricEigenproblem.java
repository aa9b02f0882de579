package io.lautum.data.prepare;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import io.lautum.Text;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.netlib.util.intW;

/**
 * The leading eigenpairs of a symmetric matrix, by LAPACK's {@code dsyevr} (tridiagonal form, then
 * relatively robust representations). Uses the Java translation that comes with MLlib, because the
 * native LAPACK of some machines returns wrong eigenvectors without an error.
 *
 * @param values λ, descending
 * @param vectors one unit eigenvector per row
 */
record SymmetricEigenproblem(double[] values, DMatrixRMaj vectors) {
  /**
   * Allowed deviation of the covariance of whitened coordinates from I; correct results are below
   * 1e-8.
   */
  private static final double TOLERANCE = 1e-3;

  /**
   * Finds the largest eigenvalues and their eigenvectors.
   *
   * @param count number of eigenvalues, at most the size of the matrix
   * @param relative fraction of the largest eigenvalue at or below which eigenvalues are left out
   * @throws IllegalStateException if LAPACK's result does not whiten the matrix
   */
  static SymmetricEigenproblem leading(DMatrixRMaj matrix, int count, double relative) {
    int n = matrix.numRows;
    double[] ascending = new double[n];
    double[] found = new double[n * count];
    int[] support = new int[2 * n];
    // dsyevr needs work arrays of at least 26 n and 10 n.
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
          Text.format(
              "LAPACK's dsyevr found %d of %d eigenvalues of a matrix of %d rows, code %d",
              m.val, count, n, info.val));
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
   * @throws IllegalStateException if the equation does not hold, because the information would then
   *     be that of other coordinates
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
              Text.format(
                  "whitening: cov(z[%d], z[%d]) is %s: the eigenvalue problem was solved wrongly",
                  i, j, white));
        }
      }
    }
  }
}
