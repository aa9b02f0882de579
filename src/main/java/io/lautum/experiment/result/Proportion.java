package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import java.util.Map;
import java.util.TreeMap;

/**
 * A share of images with its 95% interval.
 *
 * @param value the share, from 0 to 1
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Proportion(
    @JsonProperty(required = true) double value,
    @JsonProperty(required = true) double low,
    @JsonProperty(required = true) double high) {
  /** The 97.5% quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  public Proportion {
    Checks.require(
        0 <= low && low <= value && value <= high && high <= 1,
        Text.format(
            "an interval around the value in [0, 1], found %s in [%s, %s]", value, low, high));
  }

  /**
   * Returns the share of {@code hits} among {@code images} with Wilson's score interval (Wilson
   * 1927): for p = hits/n and the normal quantile z, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 +
   * z²/n). It covers the true share also for few images and for shares near 0 and 1.
   *
   * @param images number of images, at least 1
   */
  public static Proportion of(long hits, long images) {
    return of((double) hits / images, images);
  }

  /**
   * Returns the mean share of several models on the same images, with the interval of {@link
   * #of(long, long)} for these images.
   *
   * @param share mean over the models
   * @param images number of images, at least 1
   */
  public static Proportion ofMean(double share, long images) {
    return of(share, (double) images);
  }

  /**
   * Returns the share of right answers among n images that were held out in one of k parts, with
   * Wilson's interval for n(k − 1)/((2k − 1) D) images.
   *
   * <p>The models of two parts have learned from largely the same images, so their errors are
   * dependent, and the variance of the share is that of n independent images times 1 + k/(k − 1):
   * (1/k + n₂/n₁) s² with n₂/n₁ = 1/(k − 1), the images of a part per image that its model has
   * learned from (Nadeau &amp; Bengio 2003, Machine Learning 52, section 3), and the binomial
   * variance s² = p(1 − p) k/n of a part.
   *
   * <p>D is the {@link #designEffect} of the groups, 1 if every image is its own group: n dependent
   * images count as n/D (Rao &amp; Scott 1992, Biometrics 48).
   *
   * @param right whether each image was classified correctly; at least one image
   * @param groups group of each image
   * @param parts number k of parts, at least 2
   */
  static Proportion ofHeldOut(boolean[] right, int[] groups, int parts) {
    int hits = 0;
    for (boolean one : right) {
      hits += one ? 1 : 0;
    }
    double images = right.length / designEffect(right, groups, (double) hits / right.length);
    return of((double) hits / right.length, images * (parts - 1.0) / (2.0 * parts - 1));
  }

  /**
   * Returns the variance of a share p of n images in G groups g, divided by that of independent
   * images: with residuals r_i = right_i − p, G/(G − 1) Σ_g (Σ_{i∈g} r_i)² by n/(n − 1) Σ_i r_i²
   * (Liang &amp; Zeger 1986), and at least 1. If all answers are right or all are wrong, or if
   * there is one group, the answers do not show how alike those of a group are. They then count as
   * equal, for which it is Σ_g n_g²/n with n_g images in g (Kish 1965, section 5.4).
   */
  private static double designEffect(boolean[] right, int[] groups, double p) {
    int n = right.length;
    Map<Integer, Double> residuals = new TreeMap<>();
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      residuals.merge(groups[i], (right[i] ? 1 : 0) - p, Double::sum);
      sizes.merge(groups[i], 1, Integer::sum);
    }
    double count = sizes.size();
    if (count == n) {
      return 1;
    }
    if (count == 1 || p == 0 || p == 1) {
      return sizes.values().stream().mapToDouble(size -> (double) size * size).sum() / n;
    }
    double dependent = residuals.values().stream().mapToDouble(sum -> sum * sum).sum();
    double independent = n * p * (1 - p);
    return Math.max(1, count / (count - 1) * dependent / (n / (n - 1.0) * independent));
  }

  private static Proportion of(double p, double images) {
    double scale = 1 + Z * Z / images;
    double centre = (p + Z * Z / (2 * images)) / scale;
    double half = Z * Math.sqrt(p * (1 - p) / images + Z * Z / (4.0 * images * images)) / scale;
    // Rounding must not put p outside at 0 and 1.
    return new Proportion(
        p, Math.max(0, Math.min(p, centre - half)), Math.min(1, Math.max(p, centre + half)));
  }
}
