package io.lautum.report.chart;

import io.lautum.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart's axis: its range and its labelled values.
 *
 * @param min value at the start
 * @param max value at the end, above {@code min}
 * @param ticks labelled values, ascending, within the range
 */
public record Axis(double min, double max, List<Tick> ticks) {

  /** A labelled value. */
  public record Tick(double value, String label) {}

  /**
   * Returns a linear axis that covers {@code low} to {@code high}, with ticks at steps of 1, 2 or 5
   * times a power of ten.
   */
  public static Axis linear(double low, double high) {
    return linear(low, high, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /**
   * Returns a linear axis like {@link #linear(double, double)}, but within the bounds of the
   * quantity.
   */
  public static Axis linear(double low, double high, double least, double greatest) {
    double reach = Math.max(Math.max(Math.abs(low), Math.abs(high)), 1e-9);
    // Ticks of a range that is tiny compared with its values would need too many digits.
    double pad = high - low > 1e-3 * reach ? 0 : 0.1 * reach;
    double step = niceStep((high - low + 2 * pad) / 5);
    double min = Math.max(least, step * Math.floor((low - pad) / step + 1e-9));
    double max = Math.min(greatest, step * Math.ceil((high + pad) / step - 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (double k = Math.ceil(min / step - 1e-9); k * step <= max + 1e-9 * step; k++) {
      ticks.add(new Tick(k * step, label(k * step, step)));
    }
    return new Axis(min, max, ticks);
  }

  /** Returns an axis of evenly spaced categories at 0, 1, 2, …, with half a space at both ends. */
  public static Axis categories(List<String> labels) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      ticks.add(new Tick(i, labels.get(i)));
    }
    return new Axis(-0.5, labels.size() - 0.5, ticks);
  }

  /** Returns the position of a value: 0 at the start of the axis, 1 at its end. */
  public double fraction(double value) {
    return (value - min) / (max - min);
  }

  private static double niceStep(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double mantissa = raw / power;
    double nice = mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10;
    return nice * power;
  }

  private static String label(double value, double step) {
    if (Math.abs(value) >= 1e5 || step < 1e-4) {
      int digits = (int) (Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(step)));
      return Math.abs(value) < step / 2
          ? "0"
          : Text.format("%." + Math.max(0, digits) + "e", value);
    }
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    // Adding zero turns a negative zero into zero.
    return Decimal.fixed(value + 0.0, decimals);
  }
}
