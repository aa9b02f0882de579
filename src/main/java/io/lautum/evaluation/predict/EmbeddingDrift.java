package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.network.model.EmbeddingStatistics;
import java.util.Optional;
import org.apache.commons.math3.distribution.GammaDistribution;

/**
 * How far the mean embedding of n images is from that of a model's N training images, and how far
 * it may be by chance.
 *
 * <p>With the d means z_j of standardised features, {@code moved} is √T, T = Σ_j z_j²/d (the
 * statistic of Srivastava &amp; Du 2008, J. Multivariate Analysis 99, before it is standardised).
 * For independent images of one distribution
 *
 * <pre>
 * E T   = tr R (1/n + 1/N) / d
 * Var T = (2 tr R² (1/n + 1/N)² + (Var |y|² − 2 tr R²)(1/n³ + 1/N³)) / d²
 * </pre>
 *
 * hold for every n, and T has about the gamma distribution with this mean and variance (Box 1954,
 * Annals of Mathematical Statistics 25, theorem 3.1). The threshold is √(q + t²) for the quantile q
 * of T and a shift t that is too small to matter: the expected embeddings' distance adds its square
 * to T, and differences that only thousands of images can show are no reason for a warning.
 *
 * @param images number n of images
 * @param moved √T, in standard deviations
 * @param threshold largest {@code moved} that is no drift
 */
public record EmbeddingDrift(long images, double moved, double threshold) {
  /** Fewer images have no reliable threshold. */
  static final int LEAST_IMAGES = 20;

  /** Probability of a drift by chance. */
  private static final double SIGNIFICANCE = 0.001;

  /** Shift in standard deviations that is too small to matter. */
  private static final double TOLERANCE = 0.1;

  /** Compares images with the training images; empty if there are fewer than 20. */
  static Optional<EmbeddingDrift> of(EmbeddingStatistics training, EmbeddingSums images) {
    if (images.count() < LEAST_IMAGES) {
      return Optional.empty();
    }
    float[] mean = training.mean();
    float[] deviation = training.deviation();
    double sum = 0;
    for (int j = 0; j < mean.length; j++) {
      double z = (images.sums()[j] / images.count() - mean[j]) / deviation[j];
      sum += z * z;
    }
    return Optional.of(
        new EmbeddingDrift(
            images.count(),
            Math.sqrt(sum / mean.length),
            Math.sqrt(quantile(training, images.count()) + TOLERANCE * TOLERANCE)));
  }

  /** Returns the quantile of T for images of the training images' distribution. */
  private static double quantile(EmbeddingStatistics training, double n) {
    double reference = training.count();
    double width = training.width();
    double squares = 1 / n + 1 / reference;
    double fourth = Math.pow(n, -3) + Math.pow(reference, -3);
    double mean = training.trace() * squares / width;
    double variance =
        (2 * training.squaredTrace() * squares * squares + training.excess() * fourth)
            / (width * width);
    return new GammaDistribution(null, mean * mean / variance, variance / mean)
        .inverseCumulativeProbability(1 - SIGNIFICANCE);
  }

  /** Returns whether the images differ from the training images. */
  boolean isDrift() {
    // A mean that is not a number is drift, too.
    return !(moved <= threshold);
  }

  /** Returns the finding in one line, without the name of the input. */
  String sentence() {
    return Text.format(
        "the %d examples differ from the model's training examples: their mean embedding is %.2f"
            + " standard deviations away (threshold %.2f); check brightness, colours, crop and"
            + " shares of the classes, and label some of them to measure the accuracy",
        images, moved, threshold);
  }
}
