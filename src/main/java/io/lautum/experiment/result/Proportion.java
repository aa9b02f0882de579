package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;

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
   * Returns the share of {@code hits} among images that were held out in one of k parts, with
   * Wilson's interval for n(k − 1)/(2k − 1) images. The models of two parts have learned from
   * largely the same images, so their errors are dependent, and the variance of the share is that
   * of n independent images times 1 + k/(k − 1): (1/k + n₂/n₁) s² with n₂/n₁ = 1/(k − 1), the
   * images of a part per image that its model has learned from (Nadeau &amp; Bengio 2003, Machine
   * Learning 52, section 3), and the binomial variance s² = p(1 − p) k/n of a part.
   *
   * @param images number n of images, at least 1
   * @param parts number k of parts, at least 2
   */
  public static Proportion ofHeldOut(long hits, long images, int parts) {
    return of((double) hits / images, images * (parts - 1.0) / (2.0 * parts - 1));
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
