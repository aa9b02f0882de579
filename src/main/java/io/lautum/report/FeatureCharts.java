package io.lautum.report;

import io.lautum.experiment.result.Inspection.FeatureProjection;
import io.lautum.experiment.result.Inspection.Projection;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Decimal;
import io.lautum.report.chart.Frame;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Charts of features: target test images in the plane of two principal components.
 *
 * @param before one per pre-transfer stage that trains on the source
 * @param after one per method
 */
public record FeatureCharts(List<Chart> before, List<Chart> after) {

  /** Returns the charts of the maps; empty if there are no maps. */
  static Optional<FeatureCharts> of(List<FeatureProjection> maps, List<String> classes) {
    Map<String, Chart> before = new LinkedHashMap<>();
    List<Chart> after = new ArrayList<>();
    for (FeatureProjection map : maps) {
      String stage = MethodName.parse(map.method()).before();
      if (map.before() != null) {
        // Methods with the same pre-transfer stage start from the same network, which is shown
        // once.
        before.computeIfAbsent(
            stage, name -> chart("features-before-" + name, name, map.before(), classes));
      }
      after.add(chart("features-after-" + map.method(), map.method(), map.after(), classes));
    }
    return maps.isEmpty()
        ? Optional.empty()
        : Optional.of(new FeatureCharts(List.copyOf(before.values()), after));
  }

  private static Chart chart(
      String name, String title, Projection projection, List<String> classes) {
    List<Series> all = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      List<DataPoint> points = new ArrayList<>();
      for (int i = 0; i < projection.classes().size(); i++) {
        if (projection.classes().get(i) == k) {
          points.add(new DataPoint(projection.x().get(i), projection.y().get(i)));
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
