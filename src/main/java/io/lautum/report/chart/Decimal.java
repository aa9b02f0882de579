package io.lautum.report.chart;

import java.util.Locale;

/** Numbers as tables and sentences show them, the same in every locale. */
public final class Decimal {
  /** Replaces a missing value. */
  public static final String NONE = "–";

  private Decimal() {}

  /** A fraction in percent with one decimal, without the sign: 0.6189 is {@code 61.9}. */
  public static String percent(double fraction) {
    return fixed(100 * fraction, 1);
  }

  /** {@code mean ± std} in percent; only the mean if there is no deviation. */
  public static String percent(double mean, Double std) {
    return std == null ? percent(mean) : percent(mean) + " ± " + percent(std);
  }

  /**
   * A difference of fractions in points with its sign; a difference that rounds to zero has none.
   */
  public static String points(double difference) {
    String points = percent(Math.abs(difference));
    if (points.equals("0.0")) {
      return points;
    }
    return (difference < 0 ? "-" : "+") + points;
  }

  /** A p-value to three decimals, {@code <0.001} below. */
  public static String p(double p) {
    return p < 0.001 ? "<0.001" : fixed(p, 3);
  }

  public static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : "not finite";
  }

  /** The same as {@link #fixed}, with {@link #NONE} for null. */
  public static String optional(Double value, int decimals) {
    return value == null ? NONE : fixed(value, decimals);
  }
}
