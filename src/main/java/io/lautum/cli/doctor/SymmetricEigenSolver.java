package io.lautum.cli.doctor;

import dev.ludovic.netlib.lapack.LAPACK;
import org.bytedeco.openblas.global.openblas;
import org.netlib.util.intW;

/** LAPACK's {@code dsyev}: all eigenvalues and eigenvectors of a symmetric matrix. */
@FunctionalInterface
interface SymmetricEigenSolver {
  /**
   * Solves A v_k = w_k v_k.
   *
   * @param n order of A
   * @param a A as n x n column-major on entry; eigenvector k in column k on return
   * @param w the n eigenvalues, ascending, on return
   * @return LAPACK's {@code info}: 0 if it claims success
   */
  int solve(int n, double[] a, double[] w);

  /**
   * Returns the implementation that MLlib has chosen: a native LAPACK if it found one, otherwise
   * Java's.
   */
  static SymmetricEigenSolver netlib() {
    return (n, a, w) -> {
      double[] work = new double[n * 34];
      intW info = new intW(0);
      LAPACK.getInstance().dsyev("V", "U", n, a, n, w, work, work.length, info);
      return info.val;
    };
  }

  /** Returns the LAPACK in the OpenBLAS that ND4J brings. */
  static SymmetricEigenSolver openBlas() {
    return (n, a, w) ->
        openblas.LAPACKE_dsyev(openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, a, n, w);
  }
}
