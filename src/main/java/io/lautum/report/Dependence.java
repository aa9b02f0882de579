package io.lautum.report;

import io.lautum.experiment.result.AdaptedNetwork;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Pretrained;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The dependence of a network on the target inputs, formatted for a table.
 *
 * @param when stage after which the dependence was measured
 * @param Lautum information between outputs and inputs, in nats
 * @param correlations canonical correlations, descending
 */
public record Dependence(
    String method, String when, String information, List<String> correlations) {

  /** Returns the dependence of each method's network before fine-tuning, then after it. */
  static List<Dependence> of(Results results, List<String> methods) {
    List<Dependence> rows = new ArrayList<>();
    for (Pretrained row : results.pretrain()) {
      if (row.lautumInformation() != null || !row.canonicalCorrelations().isEmpty()) {
        rows.add(
            of(row.method(), "pre-training", row.lautumInformation(), row.canonicalCorrelations()));
      }
    }
    for (AdaptedNetwork row : results.adapted()) {
      rows.add(
          of(
              row.method(),
              "fine-tuning on " + AccuracyTable.labels(row.labels()),
              row.lautumInformation(),
              row.canonicalCorrelations()));
    }
    rows.sort(Comparator.comparingInt(row -> methods.indexOf(row.method())));
    return rows;
  }

  private static Dependence of(
      String method, String when, Double information, List<Double> correlations) {
    return new Dependence(
        method,
        when,
        Decimal.optional(information, 3),
        correlations.stream().map(value -> Decimal.fixed(value, 3)).toList());
  }
}
