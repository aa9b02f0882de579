package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * States comparisons of the results as sentences: the methods below training from scratch, and the
 * gain of each pre-transfer stage over standard transfer.
 */
final class Remarks {
  private Remarks() {}

  /**
   * Returns a sentence for each row that is below scratch (also below scratch with the same
   * post-transfer stage, if there is one), and one for each row whose pre-transfer stage is neither
   * baseline, compared with standard transfer.
   */
  static List<String> of(Results results) {
    List<String> sentences = new ArrayList<>();
    for (Row row : results.rows()) {
      for (String baseline : scratchOf(row.method(), results.methods())) {
        results
            .row(baseline, row.labels())
            .filter(scratch -> row.mean() < scratch.mean())
            .ifPresent(scratch -> sentences.add(sentence(row, scratch)));
      }
    }
    for (Row row : results.rows()) {
      standardOf(row.method(), results.methods())
          .flatMap(standard -> results.row(standard, row.labels()))
          .ifPresent(standard -> sentences.add(sentence(row, standard)));
    }
    return sentences;
  }

  /** Returns the row with the highest mean accuracy. */
  static Row best(List<Row> rows) {
    Row best = rows.get(0);
    for (Row row : rows) {
      best = row.mean() > best.mean() ? row : best;
    }
    return best;
  }

  private static Set<String> scratchOf(String method, List<String> methods) {
    MethodName name = MethodName.parse(method);
    Set<String> baselines = new LinkedHashSet<>();
    if (!name.before().equals(MethodName.SCRATCH)) {
      name.counterpart(MethodName.SCRATCH, methods).ifPresent(baselines::add);
    }
    baselines.add(MethodName.SCRATCH);
    return baselines;
  }

  private static Optional<String> standardOf(String method, List<String> methods) {
    MethodName name = MethodName.parse(method);
    return name.before().equals(MethodName.SCRATCH) || name.before().equals(MethodName.STANDARD)
        ? Optional.empty()
        : name.counterpart(MethodName.STANDARD, methods);
  }

  private static String sentence(Row row, Row baseline) {
    String position;
    if (row.mean() == baseline.mean()) {
      position = "level with " + baseline.method();
    } else {
      String points = Decimal.percent(Math.abs(row.mean() - baseline.mean()));
      position =
          (row.mean() < baseline.mean() ? "below " : "above ")
              + baseline.method()
              + " by "
              + (points.equals("0.0") ? "less than 0.1" : points)
              + " points";
    }
    String test =
        PairedComparison.of(row.draws(), baseline.draws())
            .map(c -> "; uncorrected p = " + Decimal.p(c.p()) + " over " + c.draws() + " draws")
            .orElse("")
            .replace("= <", "< ");
    return row.method()
        + " at "
        + AccuracyTable.labels(row.labels())
        + " is "
        + position
        + " ("
        + Decimal.percent(row.mean())
        + " against "
        + Decimal.percent(baseline.mean())
        + test
        + ").";
  }
}
