package io.lautum.report;

import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of the time of each stage, summed over all its executions, and of the driver's memory.
 *
 * @param total time of all stages in seconds
 */
public record StageTable(List<Row> rows, String total) {

  /**
   * One stage.
   *
   * @param peakMemory largest resident memory of the driver in MiB; empty if unknown
   * @param share percentage of the longest stage's time, for a bar
   */
  public record Row(String stage, String seconds, String share, String peakMemory) {}

  static StageTable of(List<History.Stage> stages) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    Map<String, Long> peaks = new HashMap<>();
    for (History.Stage stage : stages) {
      seconds.merge(stage.stage(), stage.seconds(), Double::sum);
      if (stage.peakMemory() != null) {
        peaks.merge(stage.stage(), stage.peakMemory(), Math::max);
      }
    }
    double longest = seconds.values().stream().mapToDouble(v -> v).max().orElse(1);
    List<Row> rows = new ArrayList<>();
    seconds.forEach(
        (stage, value) ->
            rows.add(
                new Row(
                    stage,
                    Decimal.fixed(value, 1),
                    Decimal.fixed(longest > 0 ? 100 * value / longest : 0, 1),
                    peaks.containsKey(stage) ? Long.toString(peaks.get(stage) >> 20) : "")));
    double total = seconds.values().stream().mapToDouble(v -> v).sum();
    return new StageTable(rows, Decimal.fixed(total, 1));
  }
}
