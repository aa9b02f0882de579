package io.lautum.report;

import io.lautum.experiment.result.CaptionedTable;
import io.lautum.experiment.result.Results;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the table of target test accuracy in percent, as {@code mean ± standard deviation} over
 * draws: one row per method, one column per number of labelled examples. The columns at the end
 * hold the paper's figures, if any.
 */
public final class AccuracyTable {
  private AccuracyTable() {}

  /** Returns the table of some results. */
  public static CaptionedTable of(Results results) {
    List<Integer> counts = results.labelCounts();
    List<Integer> paperCounts =
        counts.stream()
            .filter(n -> results.methods().stream().anyMatch(m -> paper(results, m, n) != null))
            .toList();
    List<String> header = new ArrayList<>(List.of("method"));
    counts.forEach(n -> header.add(labels(n)));
    paperCounts.forEach(n -> header.add("paper, " + n));
    List<List<String>> rows = new ArrayList<>();
    for (String method : results.methods()) {
      List<String> cells = new ArrayList<>(List.of(method));
      for (int n : counts) {
        cells.add(
            results
                .row(method, n)
                .map(r -> Decimal.percent(r.mean(), r.std()))
                .orElse(Decimal.NONE));
      }
      for (int n : paperCounts) {
        Double figure = paper(results, method, n);
        cells.add(figure == null ? Decimal.NONE : Decimal.percent(figure));
      }
      rows.add(List.copyOf(cells));
    }
    List<String> remarks = new ArrayList<>(Remarks.of(results));
    remarks.addAll(Doubts.of(results));
    if (results.paperNote() != null && !paperCounts.isEmpty()) {
      remarks.add(results.paperNote());
    }
    return new CaptionedTable(caption(results), header, rows, remarks);
  }

  /** Returns, for example, {@code 1 label} or {@code 50 labels}. */
  static String labels(int count) {
    return count + (count == 1 ? " label" : " labels");
  }

  private static String caption(Results results) {
    int fewest = results.rows().stream().mapToInt(r -> r.draws().size()).min().orElse(0);
    int most = results.rows().stream().mapToInt(r -> r.draws().size()).max().orElse(0);
    String caption = "Accuracy in % on the test set of " + results.target();
    if (most <= 1) {
      return caption + ", one draw";
    }
    String draws = fewest == most ? "" + most : fewest + " to " + most;
    return caption + ", mean ± standard deviation over " + draws + " draws";
  }

  /** Returns the published accuracy, or null. */
  static Double paper(Results results, String method, int labels) {
    for (Map.Entry<String, Map<Integer, Double>> entry : results.paper().entrySet()) {
      if (MethodName.same(entry.getKey(), method)) {
        return entry.getValue().get(labels);
      }
    }
    return null;
  }
}
