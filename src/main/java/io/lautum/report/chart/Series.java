package io.lautum.report.chart;

import java.util.List;

/**
 * The data points in a chart that share a name and a style.
 *
 * @param style index of colour and symbol
 * @param points data points in the order in which they are joined
 */
public record Series(String name, int style, Look look, List<DataPoint> points) {
  public Series {
    points = List.copyOf(points);
  }

  /** A value with the ends of its error bar; without an error bar both ends are {@code y}. */
  public record DataPoint(double x, double y, double low, double high) {
    public DataPoint(double x, double y) {
      this(x, y, y, y);
    }

    /**
     * Returns a share in percent.
     *
     * @param std standard deviation of the share, for the error bar; null without bar
     */
    public static DataPoint ofShare(double x, double share, Double std) {
      double y = 100 * share;
      double bar = std == null ? 0 : 100 * std;
      return new DataPoint(x, y, Math.max(0, y - bar), Math.min(100, y + bar));
    }

    /** Returns whether the point can be drawn. */
    public boolean finite() {
      return Double.isFinite(x) && Double.isFinite(low) && Double.isFinite(high);
    }
  }
}
