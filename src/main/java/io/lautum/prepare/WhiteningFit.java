package io.lautum.prepare;

import io.lautum.DataException;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Matrices;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.SingularValueDecomposition;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.mllib.stat.MultivariateStatisticalSummary;
import org.apache.spark.mllib.stat.Statistics;
import org.apache.spark.storage.StorageLevel;

/**
 * Principal components by MLlib's singular value decomposition of the centred rows. For large D it
 * runs ARPACK on products with the Gramian, so no D x D matrix is formed, as MLlib's own PCA would.
 * Driver only.
 */
final class WhiteningFit {
  /** Singular values below this share of the largest are rounding error of the Gramian's. */
  private static final double RELATIVE_SINGULAR_VALUE = 1e-5;

  /** How far a covariance of z may be from I; a sound decomposition stays below 1e-5. */
  private static final double COVARIANCE_TOLERANCE = 1e-3;

  private final int requested;

  WhiteningFit(int requested) {
    if (requested < 1) {
      throw new IllegalArgumentException(
          "a whitening needs a component, got [%d]".formatted(requested));
    }
    this.requested = requested;
  }

  Whitening fit(JavaRDD<float[]> rows) {
    MultivariateStatisticalSummary summary =
        Statistics.colStats(new OrderedRows(rows.map(WhiteningFit::toVector)));
    long n = summary.count();
    if (n < 2) {
      throw new DataException(
          "whitening: expected at least 2 unlabelled examples, found %d".formatted(n));
    }
    double[] mean = summary.mean().toArray();
    double totalVariance = Arrays.stream(summary.variance().toArray()).sum() * (n - 1) / n;
    if (!(totalVariance > 0 && Double.isFinite(totalVariance))) {
      throw new DataException(
          "whitening: expected %d unlabelled examples that differ and are finite, found a total"
                  .formatted(n)
              + " variance of %s".formatted(totalVariance));
    }

    JavaRDD<Vector> centred =
        rows.map(row -> centre(row, mean)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return fit(new RowMatrix(new OrderedRows(centred), n, mean.length), mean, totalVariance);
    } finally {
      centred.unpersist();
    }
  }

  private Whitening fit(RowMatrix centred, double[] mean, double totalVariance) {
    int inputs = mean.length;
    long n = centred.numRows();
    SingularValueDecomposition<RowMatrix, Matrix> svd =
        centred.computeSVD(Math.min(requested, inputs), false, RELATIVE_SINGULAR_VALUE);
    int components = svd.s().size();
    double[] projection = new double[components * inputs];
    double explained = 0;
    for (int k = 0; k < components; k++) {
      double variance = svd.s().apply(k) * svd.s().apply(k) / n;
      explained += variance;
      double factor = sign(svd.V(), k) / Math.sqrt(variance);
      for (int i = 0; i < inputs; i++) {
        projection[k * inputs + i] = factor * svd.V().apply(i, k);
      }
    }
    requireWhite(centred, projection);
    return new Whitening(mean, projection, Math.min(1, explained / totalVariance));
  }

  /** The sign of column k's entry of largest magnitude. */
  private static double sign(Matrix v, int k) {
    double largest = 0;
    for (int i = 0; i < v.numRows(); i++) {
      if (Math.abs(v.apply(i, k)) > Math.abs(largest)) {
        largest = v.apply(i, k);
      }
    }
    return Math.signum(largest);
  }

  /**
   * Checks that cov(z) = I over the examples. The native LAPACK of some machines returns wrong
   * decompositions without an error, and the information would then be of something else.
   */
  static void requireWhite(RowMatrix centred, double[] projection) {
    int inputs = (int) centred.numCols();
    int components = projection.length / inputs;
    Matrix transposed = Matrices.dense(inputs, components, projection);
    Matrix gramian = centred.multiply(transposed).computeGramianMatrix();
    for (int i = 0; i < components; i++) {
      for (int j = 0; j < components; j++) {
        double covariance = gramian.apply(i, j) / centred.numRows();
        if (!(Math.abs(covariance - (i == j ? 1 : 0)) < COVARIANCE_TOLERANCE)) {
          throw new IllegalStateException(
              ("whitening: cov(z[%d], z[%d]) is %s: this machine's linear algebra library returned a"
                      + " wrong decomposition; set OPENBLAS_CORETYPE=Haswell")
                  .formatted(i, j, covariance));
        }
      }
    }
  }

  private static Vector toVector(float[] row) {
    return centre(row, new double[row.length]);
  }

  private static Vector centre(float[] row, double[] mean) {
    double[] centred = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      centred[i] = row[i] - mean[i];
    }
    return Vectors.dense(centred);
  }
}
