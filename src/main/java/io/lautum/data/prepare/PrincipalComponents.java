package io.lautum.data.prepare;

import io.lautum.Text;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * The leading eigenpairs of the covariance of distributed rows, exact or randomised. Driver only.
 *
 * @param variances λ, descending
 * @param directions one unit vector of D values per row
 * @param residual largest ‖Σv − λv‖ / λ, which bounds the relative distance of λ from the nearest
 *     eigenvalue of the covariance
 */
record PrincipalComponents(double[] variances, DMatrixRMaj directions, double residual) {
  /** Variances below this fraction of the largest are rounding errors. */
  private static final double RELATIVE_VARIANCE = 1e-10;

  /**
   * Number of columns in addition to the requested components: p of Halko, Martinsson and Tropp.
   */
  private static final int OVERSAMPLING = 10;

  /** Number of products with the covariance before the last one. */
  private static final int ITERATIONS = 3;

  /** Number of rows that suffice for all products but the last one. */
  private static final int SAMPLE = 10_000;

  /**
   * Computes them from the whole covariance: one pass, O(n D²) work in tasks, O(D³) work and D²
   * values of memory on the driver.
   */
  static PrincipalComponents exact(Covariance covariance, int components) {
    SymmetricEigenproblem solved =
        SymmetricEigenproblem.leading(covariance.matrix(), components, RELATIVE_VARIANCE);
    return new PrincipalComponents(solved.values(), solved.vectors(), 0);
  }

  /**
   * Approximates them from products of the covariance with r + 10 random directions: the randomised
   * subspace iteration of Halko, Martinsson and Tropp (2011), "Finding structure with randomness",
   * algorithm 4.4, with orthonormalisation between products, followed by the eigenpairs of Q'ΣQ
   * (their section 5.3). With three products, directions are weighted by the sixth power of the
   * data's singular values. Needs four passes, O(n D (r + 10)) work and O(D (r + 10)) memory in
   * tasks and on the driver.
   *
   * <p>With many rows, only the last product is that of all of them: the others only have to find
   * the space of the leading directions, for which a sample of 10,000 to 20,000 rows suffices.
   *
   * <p>Over the rows, cov(z) = I holds as accurately as for {@link #exact}. Only the choice of the
   * r directions is approximate, and {@link #residual} bounds the error.
   *
   * @param seed seed of the random directions
   */
  static PrincipalComponents randomized(Covariance covariance, int components, long seed) {
    return randomized(covariance, components, seed, SAMPLE);
  }

  /**
   * @param sample number of rows that suffice for all products but the last one
   */
  static PrincipalComponents randomized(
      Covariance covariance, int components, long seed, int sample) {
    int distance = Math.toIntExact(Math.max(1, covariance.rows() / sample));
    Covariance searched = distance == 1 ? covariance : covariance.ofEvery(distance);
    int d = covariance.size();
    int columns = Math.min(d, components + OVERSAMPLING);
    DMatrixRMaj q = new DMatrixRMaj(d, columns);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < q.data.length; i++) {
      q.data[i] = random.nextGaussian();
    }
    for (int i = 0; i < ITERATIONS; i++) {
      q = orthonormal(searched.times(q));
    }
    DMatrixRMaj image = covariance.times(q);
    DMatrixRMaj projected = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.multTransA(q, image, projected);
    symmetrize(projected);
    SymmetricEigenproblem solved =
        SymmetricEigenproblem.leading(projected, Math.min(components, columns), RELATIVE_VARIANCE);
    int kept = solved.values().length;
    DMatrixRMaj directions = new DMatrixRMaj(kept, d);
    CommonOps_DDRM.multTransB(solved.vectors(), q, directions);
    DMatrixRMaj images = new DMatrixRMaj(kept, d);
    CommonOps_DDRM.multTransB(solved.vectors(), image, images);
    return new PrincipalComponents(
        solved.values(), directions, residual(solved.values(), directions, images));
  }

  /**
   * Returns orthonormal columns that span the given columns, even if these are linearly dependent.
   */
  private static DMatrixRMaj orthonormal(DMatrixRMaj columns) {
    QRDecomposition<DMatrixRMaj> qr =
        DecompositionFactory_DDRM.qr(columns.numRows, columns.numCols);
    if (!qr.decompose(columns)) {
      throw new IllegalStateException(
          Text.format("QR decomposition of [%d] x [%d] failed", columns.numRows, columns.numCols));
    }
    return qr.getQ(null, true);
  }

  private static void symmetrize(DMatrixRMaj matrix) {
    for (int i = 0; i < matrix.numRows; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (matrix.get(i, j) + matrix.get(j, i)) / 2;
        matrix.set(i, j, mean);
        matrix.set(j, i, mean);
      }
    }
  }

  private static double residual(double[] values, DMatrixRMaj vectors, DMatrixRMaj images) {
    double largest = 0;
    for (int k = 0; k < values.length; k++) {
      double squares = 0;
      for (int i = 0; i < vectors.numCols; i++) {
        double difference = images.get(k, i) - values[k] * vectors.get(k, i);
        squares += difference * difference;
      }
      largest = Math.max(largest, Math.sqrt(squares) / values[k]);
    }
    return largest;
  }
}
