package io.lautum.report.chart;

import java.util.List;

/**
 * What belongs together in a chart.
 *
 * @param style index of colour and symbol
 * @param points in the order in which they are joined
 */
public record Series(String name, int style, Look look, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }

  /** A value with the ends of its error bar; without one both ends are {@code y}. */
  public record Point(double x, double y, double low, double high) {
    public Point(double x, double y) {
      this(x, y, y, y);
    }

    /** Whether it can be drawn. */
    public boolean finite() {
      return Double.isFinite(x) && Double.isFinite(low) && Double.isFinite(high);
    }
  }
}
