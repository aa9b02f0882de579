package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws accuracy against the number of labelled examples: one panel per method, because the lines
 * of many methods in one panel would cover each other. All panels have the same axes and show the
 * other methods in grey.
 */
final class AccuracyCharts {
  private final Results results;
  private final MethodStyles styles;
  private final List<Integer> counts;

  AccuracyCharts(Results results, MethodStyles styles) {
    this.results = results;
    this.styles = styles;
    counts = results.labelCounts();
  }

  List<Chart> charts() {
    Axis y = axis();
    List<Chart> charts = new ArrayList<>();
    for (String method : results.methods()) {
      charts.add(
          new Chart(
              "accuracy-" + method,
              method,
              "labelled target examples (evenly spaced)",
              "accuracy, %; bars ± 1 standard deviation",
              Axis.categories(counts.stream().map(String::valueOf).toList()),
              y,
              series(method)));
    }
    return charts;
  }

  private Axis axis() {
    double low = 100;
    double high = 0;
    for (Row row : results.rows()) {
      double std = row.std() == null ? 0 : row.std();
      low = Math.min(low, 100 * Math.max(0, row.mean() - std));
      high = Math.max(high, 100 * Math.min(1, row.mean() + std));
    }
    return Axis.linear(low, high, 0, 100);
  }

  private List<Series> series(String method) {
    List<Series> all = new ArrayList<>();
    for (String other : results.methods()) {
      if (!other.equals(method) && !other.equals(MethodName.SCRATCH)) {
        all.add(new Series(other, 0, Look.CONTEXT, points(other, false)));
      }
    }
    if (!method.equals(MethodName.SCRATCH) && results.methods().contains(MethodName.SCRATCH)) {
      all.add(new Series(MethodName.SCRATCH, 0, Look.REFERENCE, points(MethodName.SCRATCH, false)));
    }
    all.add(new Series(method, styles.of(method), Look.MARKED, points(method, true)));
    return all;
  }

  private List<DataPoint> points(String method, boolean bars) {
    List<DataPoint> points = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      int x = i;
      results
          .row(method, counts.get(i))
          .ifPresent(row -> points.add(DataPoint.ofShare(x, row.mean(), bars ? row.std() : null)));
    }
    return points;
  }
}
