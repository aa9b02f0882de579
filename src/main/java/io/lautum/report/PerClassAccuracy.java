package io.lautum.report;

import io.lautum.experiment.result.Proportion;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Accuracy of each class at the largest number of labels, for the baselines, {@code lautum} and the
 * most accurate method.
 *
 * @param values accuracies by method, then by class; null for a class without examples
 * @param texts the same in percent with 95% intervals; a dash for a class without examples
 */
public record PerClassAccuracy(
    List<String> methods, List<List<Double>> values, List<List<String>> texts) {
  static PerClassAccuracy of(Results results) {
    int labels = results.labelCounts().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<Row> rows =
        results.rows().stream()
            .filter(row -> row.labels() == labels && !row.confusion().isEmpty())
            .toList();
    Set<String> chosen = new LinkedHashSet<>();
    for (Row row : rows) {
      String method = row.method();
      if (method.equals(MethodName.SCRATCH)
          || method.equals(MethodName.STANDARD)
          || method.equals(MethodName.LAUTUM)) {
        chosen.add(method);
      }
    }
    if (!rows.isEmpty()) {
      chosen.add(Remarks.best(rows).method());
    }
    List<List<Double>> values = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    for (String method : chosen) {
      Row row = results.row(method, labels).orElseThrow();
      values.add(byClass(row.confusion()));
      texts.add(texts(row));
    }
    return new PerClassAccuracy(List.copyOf(chosen), values, texts);
  }

  private static List<Double> byClass(List<List<Long>> confusion) {
    List<Double> values = new ArrayList<>();
    for (int k = 0; k < confusion.size(); k++) {
      long total = confusion.get(k).stream().mapToLong(Long::longValue).sum();
      values.add(total == 0 ? null : (double) confusion.get(k).get(k) / total);
    }
    return values;
  }

  /**
   * All draws are measured on the same images, so the interval is that of the draws' mean for the
   * images of the class.
   */
  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    int draws = row.draws().size();
    for (int k = 0; k < row.confusion().size(); k++) {
      long total = row.confusion().get(k).stream().mapToLong(Long::longValue).sum();
      long right = row.confusion().get(k).get(k);
      texts.add(
          total < draws
              ? Decimal.NONE
              : Decimal.interval(Proportion.ofMean((double) right / total, total / draws)));
    }
    return texts;
  }
}
