package io.lautum.network.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * The embeddings of a model's target training images: what decides how far the mean embedding of
 * other images may be away by chance. An embedding f has the d features in front of the last layer;
 * y = ((f_j − mean_j) / deviation_j)_j is the standardised embedding, and R its covariance.
 *
 * @param count number N of training images
 * @param mean mean of each feature
 * @param deviation √(0.9 v_j + 0.1 v̄), where v_j is the variance of feature j and v̄ the mean
 *     variance: shrinkage keeps features that are almost constant from deciding alone
 * @param trace tr R
 * @param squaredTrace tr R²; estimated without correction, it is slightly too large if N is small
 * @param excess Var |y|² − 2 tr R², which is 0 for Gaussian embeddings
 */
public record EmbeddingStatistics(
    @JsonProperty(required = true) int count,
    @JsonProperty(required = true) float[] mean,
    @JsonProperty(required = true) float[] deviation,
    @JsonProperty(required = true) double trace,
    @JsonProperty(required = true) double squaredTrace,
    @JsonProperty(required = true) double excess)
    implements Serializable {
  /** Share of the mean variance in the shrunk variances. */
  private static final double SHRINKAGE = 0.1;

  /** Relative tolerance of the bounds of rounded sums. */
  private static final double ROUNDING = 1e-6;

  /**
   * @throws IllegalArgumentException if there are fewer than two images, the arrays do not match,
   *     or a number is not possible: a file that passes has a threshold
   */
  public EmbeddingStatistics {
    Checks.require(count >= 2, "a count of at least 2, found " + count);
    Checks.require(
        mean != null && deviation != null && mean.length == deviation.length && mean.length > 0,
        "one mean and one deviation per feature");
    for (int j = 0; j < mean.length; j++) {
      Checks.require(
          Float.isFinite(mean[j]) && deviation[j] > 0 && Float.isFinite(deviation[j]),
          "finite means and positive deviations");
    }
    Checks.require(
        trace >= 0.5 && trace <= 2.0 * mean.length, "a trace from 0.5 to twice the features");
    double most = (1 + ROUNDING) * trace * trace;
    Checks.require(
        squaredTrace > 0 && squaredTrace <= most,
        "a positive trace of the square, not above the square of the trace");
    double ofNorm = excess + 2 * squaredTrace;
    Checks.require(
        ofNorm >= -ROUNDING * squaredTrace && ofNorm <= count * most,
        "an excess that some embeddings have");
    mean = mean.clone();
    deviation = deviation.clone();
  }

  /**
   * Returns the statistics of embeddings; empty if all embeddings are equal or a feature is not
   * finite. Takes O(N²d) time and O(Nd) memory.
   *
   * @param embeddings two or more rows of equal length
   */
  public static Optional<EmbeddingStatistics> of(float[][] embeddings) {
    int n = embeddings.length;
    int width = embeddings[0].length;
    double[] mean = new double[width];
    double[] variance = new double[width];
    for (float[] row : embeddings) {
      for (int j = 0; j < width; j++) {
        mean[j] += row[j] / (double) n;
      }
    }
    for (float[] row : embeddings) {
      for (int j = 0; j < width; j++) {
        variance[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / (n - 1);
      }
    }
    double average = Arrays.stream(variance).average().orElseThrow();
    double[] deviation =
        Arrays.stream(variance)
            .map(v -> Math.sqrt((1 - SHRINKAGE) * v + SHRINKAGE * average))
            .toArray();
    double[][] y = new double[n][width];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        y[i][j] = (embeddings[i][j] - mean[j]) / deviation[j];
      }
    }
    float[] means = floats(mean);
    float[] deviations = floats(deviation);
    return isUsable(means, deviations) ? Optional.of(of(means, deviations, y)) : Optional.empty();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int j = 0; j < floats.length; j++) {
      floats[j] = (float) values[j];
    }
    return floats;
  }

  private static boolean isUsable(float[] mean, float[] deviation) {
    boolean usable = true;
    for (int j = 0; j < mean.length; j++) {
      usable &= Float.isFinite(mean[j]) && Float.isFinite(deviation[j]) && deviation[j] > 0;
    }
    return usable;
  }

  /**
   * Computes the traces from inner products of the rows of y, which have the mean zero: (n − 1) tr
   * R = Σ_i |y_i|² and (n − 1)² tr R² = Σ_ik (y_i·y_k)².
   */
  private static EmbeddingStatistics of(float[] mean, float[] deviation, double[][] y) {
    int n = y.length;
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      double norm = product(y[i], y[i]);
      sum += norm;
      squares += norm * norm;
      for (int k = 0; k < i; k++) {
        double product = product(y[i], y[k]);
        products += 2 * product * product;
      }
    }
    double free = n - 1.0;
    double squaredTrace = (squares + products) / (free * free);
    double ofNorm = Math.max(0, (squares - sum * sum / n) / free);
    return new EmbeddingStatistics(
        n, mean, deviation, sum / free, squaredTrace, ofNorm - 2 * squaredTrace);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] deviation() {
    return deviation.clone();
  }

  /** Returns the number d of features. */
  public int width() {
    return mean.length;
  }
}
