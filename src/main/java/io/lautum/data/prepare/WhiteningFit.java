package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateStatisticalSummary;
import org.apache.spark.mllib.stat.Statistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits a whitening: mean and variances with MLlib, then principal components, which are exact if
 * the eigenvalue problem is small enough for the driver and randomised otherwise. Driver only.
 *
 * <p>MLlib's own principal components are not used: they either read the rows some hundred times
 * with ARPACK or update the covariance row by row, and both use the machine's native library.
 */
final class WhiteningFit {
  private static final Logger LOG = LoggerFactory.getLogger(WhiteningFit.class);

  private final int requested;
  private final int exactPcaMaxValues;
  private final long seed;

  WhiteningFit(int requested, int exactPcaMaxValues, long seed) {
    if (requested < 1) {
      throw new IllegalArgumentException(
          Text.format("a whitening needs at least one component, got [%d]", requested));
    }
    this.requested = requested;
    this.exactPcaMaxValues = exactPcaMaxValues;
    this.seed = seed;
  }

  Whitening fit(JavaRDD<float[]> rows) {
    MultivariateStatisticalSummary summary =
        Statistics.colStats(new OrderedRows(rows.map(WhiteningFit::dense)));
    long n = summary.count();
    if (n < 2) {
      throw new DataException(
          Text.format("whitening: expected at least 2 unlabelled examples, found %d", n));
    }
    double[] mean = summary.mean().toArray();
    double totalVariance = Arrays.stream(summary.variance().toArray()).sum() * (n - 1) / n;
    if (!(totalVariance > 0 && Double.isFinite(totalVariance))) {
      throw new DataException(
          Text.format(
                  "whitening: expected %d unlabelled examples that differ and are finite, found a"
                      + " total",
                  n)
              + Text.format(" variance of %s", totalVariance));
    }
    PrincipalComponents components = components(new Covariance(rows, mean, n));
    double explained = Arrays.stream(components.variances()).sum();
    return new Whitening(mean, projection(components), Math.min(1, explained / totalVariance));
  }

  private PrincipalComponents components(Covariance covariance) {
    int inputs = covariance.size();
    int components = Math.min(requested, inputs);
    if (inputs <= exactPcaMaxValues) {
      return PrincipalComponents.exact(covariance, components);
    }
    PrincipalComponents found = PrincipalComponents.randomized(covariance, components, seed);
    LOG.info(
        "whitening: randomised components of {} values, relative residual {}",
        inputs,
        Text.format("%.1e", found.residual()));
    return found;
  }

  /**
   * Returns Λ<sup>-1/2</sup> V', with the sign of each direction chosen so that its largest entry
   * is positive.
   */
  private static double[] projection(PrincipalComponents components) {
    int inputs = components.directions().numCols;
    double[] projection = components.directions().data.clone();
    for (int k = 0; k < components.variances().length; k++) {
      double largest = 0;
      for (int i = k * inputs; i < (k + 1) * inputs; i++) {
        largest = Math.abs(projection[i]) > Math.abs(largest) ? projection[i] : largest;
      }
      double factor = Math.signum(largest) / Math.sqrt(components.variances()[k]);
      for (int i = k * inputs; i < (k + 1) * inputs; i++) {
        projection[i] *= factor;
      }
    }
    return projection;
  }

  /** Returns a row in MLlib's type. */
  static Vector dense(float[] row) {
    double[] values = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = row[i];
    }
    return Vectors.dense(values);
  }
}
