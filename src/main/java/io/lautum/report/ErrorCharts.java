package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Frame;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws the errors of models at the largest number of labels. */
final class ErrorCharts {
  private final Results results;
  private final MethodStyles styles;
  private final int labels;

  ErrorCharts(Results results, MethodStyles styles) {
    this.results = results;
    this.styles = styles;
    labels = results.labelCounts().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Returns a chart of the accuracy of each class, for the baselines and the best method. */
  Optional<Chart> perClass(PerClassAccuracy accuracies) {
    if (accuracies.methods().isEmpty()) {
      return Optional.empty();
    }
    List<String> classes = results.classes();
    List<Series> all = new ArrayList<>();
    double low = 100;
    double high = 0;
    for (int m = 0; m < accuracies.methods().size(); m++) {
      List<DataPoint> points = new ArrayList<>();
      for (int k = 0; k < classes.size(); k++) {
        Double accuracy = accuracies.values().get(m).get(k);
        if (accuracy != null) {
          points.add(new DataPoint(100 * accuracy, k));
          low = Math.min(low, 100 * accuracy);
          high = Math.max(high, 100 * accuracy);
        }
      }
      String method = accuracies.methods().get(m);
      all.add(new Series(method, styles.of(method), Look.POINTS, points));
    }
    int longest = classes.stream().mapToInt(String::length).max().orElse(1);
    return Optional.of(
        new Chart(
            "per-class",
            "Accuracy by class at " + AccuracyTable.labels(labels),
            "",
            "accuracy, %",
            "",
            Axis.linear(Math.min(low, high), high, 0, 100),
            Axis.categories(classes.stream().map(name -> shortened(name, 18)).toList()),
            all,
            Frame.rows(classes.size(), Math.min(18, longest)),
            true));
  }

  /** Returns charts of accuracy against confidence, one panel per method. */
  List<Chart> calibration() {
    List<Chart> charts = new ArrayList<>();
    for (Row row : results.rows()) {
      if (row.labels() == labels && !row.calibration().isEmpty()) {
        Series ideal =
            new Series(
                "perfect calibration",
                0,
                Look.REFERENCE,
                List.of(new DataPoint(0, 0), new DataPoint(100, 100)));
        List<DataPoint> points =
            row.calibration().stream()
                .map(bin -> new DataPoint(100 * bin.confidence(), 100 * bin.accuracy()))
                .toList();
        charts.add(
            new Chart(
                "calibration-" + row.method(),
                row.method(),
                "mean confidence of a bin, %",
                "accuracy of the bin, %",
                Axis.linear(0, 100),
                Axis.linear(0, 100),
                List.of(
                    ideal,
                    new Series(row.method(), styles.of(row.method()), Look.MARKED, points))));
      }
    }
    return charts;
  }

  private static String shortened(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length - 1) + "…";
  }
}
