package io.lautum.report;

import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of the time of each stage, summed over all its executions.
 *
 * @param total time of all stages in seconds
 */
public record StageTable(List<Row> rows, String total) {

  /**
   * One stage.
   *
   * @param share percentage of the longest stage's time, for a bar
   */
  public record Row(String stage, String seconds, String share) {}

  static StageTable of(List<History.Stage> stages) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    stages.forEach(stage -> seconds.merge(stage.stage(), stage.seconds(), Double::sum));
    double longest = seconds.values().stream().mapToDouble(v -> v).max().orElse(1);
    List<Row> rows = new ArrayList<>();
    seconds.forEach(
        (stage, value) ->
            rows.add(
                new Row(
                    stage,
                    Decimal.fixed(value, 1),
                    Decimal.fixed(longest > 0 ? 100 * value / longest : 0, 1))));
    double total = seconds.values().stream().mapToDouble(v -> v).sum();
    return new StageTable(rows, Decimal.fixed(total, 1));
  }
}
