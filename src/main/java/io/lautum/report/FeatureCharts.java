package io.lautum.report;

import io.lautum.evaluate.Inspection.FeatureMap;
import io.lautum.evaluate.Inspection.Projection;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Decimal;
import io.lautum.report.chart.Frame;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.Point;
import java.util.ArrayList;
import java.util.List;

/** Maps of features: target test images in the plane of two principal components. */
final class FeatureCharts {
  private final List<String> classes;

  FeatureCharts(List<String> classes) {
    this.classes = classes;
  }

  /** Two for each method, before and after fine-tuning, where there is a before. */
  List<Chart> charts(List<FeatureMap> maps) {
    List<Chart> charts = new ArrayList<>();
    for (FeatureMap map : maps) {
      if (map.before() != null) {
        charts.add(
            chart("features-before-" + map.method(), map.method() + ", before", map.before()));
      }
      charts.add(chart("features-after-" + map.method(), map.method() + ", after", map.after()));
    }
    return charts;
  }

  private Chart chart(String name, String title, Projection projection) {
    List<Series> all = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < projection.classes().size(); i++) {
        if (projection.classes().get(i) == k) {
          points.add(new Point(projection.x().get(i), projection.y().get(i)));
        }
      }
      if (!points.isEmpty()) {
        all.add(new Series(classes.get(k), k, Look.DOTS, points));
      }
    }
    return new Chart(
            name,
            title,
            "first component, " + Decimal.percent(projection.xShare()) + " % of the variance",
            "second component, " + Decimal.percent(projection.yShare()) + " %",
            Axis.linear(-1, 1),
            Axis.linear(-1, 1),
            all)
        .in(Frame.SQUARE);
  }
}
