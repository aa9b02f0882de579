package io.lautum.report.chart;

import io.lautum.Text;
import io.lautum.experiment.result.Proportion;

/** Formats numbers for tables and sentences, the same in every locale. */
public final class Decimal {
  /** Replaces a missing value. */
  public static final String NONE = "–";

  private Decimal() {}

  /** Formats a fraction in percent with one decimal, without the sign: 0.6189 is {@code 61.9}. */
  public static String percent(double fraction) {
    return fixed(100 * fraction, 1);
  }

  /** Formats {@code mean ± std} in percent; only the mean if there is no deviation. */
  public static String percent(double mean, Double std) {
    return std == null ? percent(mean) : percent(mean) + " ± " + percent(std);
  }

  /**
   * Formats a difference of fractions in percentage points, with a sign unless it rounds to zero.
   */
  public static String points(double difference) {
    String points = percent(Math.abs(difference));
    if (points.equals("0.0")) {
      return points;
    }
    return (difference < 0 ? "-" : "+") + points;
  }

  /** Formats a p-value with three decimals, or as {@code <0.001}. */
  public static String p(double p) {
    return p < 0.001 ? "<0.001" : fixed(p, 3);
  }

  /** Formats a share in percent with its interval: {@code 61.9 (58.0 to 65.6)}. */
  public static String interval(Proportion share) {
    return Text.format(
        "%s (%s to %s)", percent(share.value()), percent(share.low()), percent(share.high()));
  }

  public static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? Text.format("%." + decimals + "f", value) : "not finite";
  }

  /** Formats a number like {@link #fixed}, and null as {@link #NONE}. */
  public static String optional(Double value, int decimals) {
    return value == null ? NONE : fixed(value, decimals);
  }
}
