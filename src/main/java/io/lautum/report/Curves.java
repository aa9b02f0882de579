package io.lautum.report;

import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the curves of one quantity over rounds or steps, and chooses the axes that fit them. */
final class Curves {
  /** Number of equal parts over whose means longer histories are shown. */
  private static final int POINTS = 150;

  /** An axis begins at zero if the least value is below this fraction of the greatest. */
  private static final double FROM_ZERO = 0.35;

  private final String name;
  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Series> curves = new ArrayList<>();

  /**
   * @param name base name of the chart's files
   */
  Curves(String name, String title, String xLabel, String yLabel) {
    this.name = name;
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** Adds a curve unless it has no points. */
  void add(String curve, int style, List<DataPoint> points) {
    if (!points.isEmpty()) {
      curves.add(new Series(curve, style, Look.LINE, thinned(points)));
    }
  }

  /** Returns the chart of the curves; empty if no point can be drawn. */
  Optional<Chart> chart() {
    List<DataPoint> points =
        curves.stream().flatMap(s -> s.points().stream()).filter(DataPoint::finite).toList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    double first = points.stream().mapToDouble(DataPoint::x).min().orElseThrow();
    double last = points.stream().mapToDouble(DataPoint::x).max().orElseThrow();
    double low = points.stream().mapToDouble(DataPoint::low).min().orElseThrow();
    double high = points.stream().mapToDouble(DataPoint::high).max().orElseThrow();
    // A line would not show a curve with one point.
    List<Series> shown =
        first == last
            ? curves.stream()
                .map(s -> new Series(s.name(), s.style(), Look.POINTS, s.points()))
                .toList()
            : curves;
    Axis x = first == last ? Axis.linear(first - 1, last + 1) : Axis.linear(first, last);
    // An axis from zero makes lengths comparable, and is used if it costs little space.
    double from = low > 0 && low < FROM_ZERO * high ? 0 : low;
    Axis y = low >= 0 ? Axis.linear(from, high, 0, Double.MAX_VALUE) : Axis.linear(low, high);
    // A chart with one curve has no legend.
    String named = curves.size() == 1 ? title + ", " + curves.get(0).name() : title;
    return Optional.of(new Chart(name, named, xLabel, yLabel, x, y, shown));
  }

  private static List<DataPoint> thinned(List<DataPoint> points) {
    if (points.size() <= POINTS) {
      return points;
    }
    List<DataPoint> means = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      List<DataPoint> part =
          points.subList(i * points.size() / POINTS, (i + 1) * points.size() / POINTS);
      means.add(
          new DataPoint(
              mean(part.stream().map(DataPoint::x).toList()),
              mean(part.stream().map(DataPoint::y).toList())));
    }
    return means;
  }

  /** Returns the mean of the values; NaN if there are none. */
  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
