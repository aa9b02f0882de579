package io.lautum.report;

import io.lautum.experiment.result.AdaptedNetwork;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Pretrained;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws, for each method, the canonical correlations of its outputs with the target inputs before
 * and after fine-tuning at the largest number of labels.
 */
record CorrelationCharts(Results results, MethodStyles styles) {
  List<Chart> charts() {
    int most = results.adapted().stream().mapToInt(AdaptedNetwork::labels).max().orElse(0);
    List<Chart> charts = new ArrayList<>();
    for (String method : styles.methods()) {
      List<Series> all = new ArrayList<>();
      String before = MethodName.parse(method).before();
      for (Pretrained row : results.pretrain()) {
        if (row.method().equals(before)) {
          add(all, "after pre-training", Look.DASHED, method, row.canonicalCorrelations());
        }
      }
      for (AdaptedNetwork row : results.adapted()) {
        if (row.method().equals(method) && row.labels() == most) {
          add(
              all,
              "after fine-tuning on " + AccuracyTable.labels(most),
              Look.MARKED,
              method,
              row.canonicalCorrelations());
        }
      }
      if (!all.isEmpty()) {
        charts.add(chart(method, all));
      }
    }
    return charts;
  }

  private static Chart chart(String method, List<Series> all) {
    int ranks = Math.max(2, all.stream().mapToInt(s -> s.points().size()).max().orElseThrow());
    return new Chart(
        "correlations-" + method,
        method,
        "rank",
        "canonical correlation",
        Axis.linear(1, ranks, 1, ranks),
        Axis.linear(0, 1),
        all);
  }

  private void add(List<Series> all, String name, Look look, String method, List<Double> values) {
    if (values.isEmpty()) {
      return;
    }
    List<DataPoint> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(new DataPoint(i + 1, values.get(i)));
    }
    all.add(new Series(name, styles.of(method), look, points));
  }
}
