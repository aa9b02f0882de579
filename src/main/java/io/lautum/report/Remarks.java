package io.lautum.report;

import io.lautum.evaluate.Results;
import io.lautum.evaluate.Results.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the numbers mean in plain sentences: where a method is below training from scratch, and
 * whether Lautum information was worth anything over standard transfer.
 */
final class Remarks {
  private static final double SIGNIFICANT = 0.05;

  private Remarks() {}

  /**
   * A sentence for each row that is below scratch (its own post-transfer stage's scratch too, where
   * there is one), and one for each Lautum row against standard transfer.
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

  /** The outcome in two or three sentences, for the top of a report. */
  static List<String> verdict(Results results) {
    List<String> sentences = new ArrayList<>();
    List<String> methods = results.methods();
    if (methods.contains(MethodName.LAUTUM)) {
      if (methods.contains(MethodName.STANDARD)) {
        against(results, MethodName.STANDARD, "standard transfer").ifPresent(sentences::add);
      }
      if (methods.contains(MethodName.SCRATCH)) {
        against(results, MethodName.SCRATCH, "training from scratch").ifPresent(sentences::add);
      }
    }
    if (methods.size() > 1) {
      sentences.add(
          results.labelCounts().stream()
              .map(n -> best(results.rows().stream().filter(r -> r.labels() == n).toList()))
              .map(r -> r.method() + " at " + r.labels() + " (" + Decimal.percent(r.mean()) + " %)")
              .collect(
                  Collectors.joining(
                      ", ", "Highest mean accuracy by number of labelled examples: ", ".")));
    }
    return sentences;
  }

  /** The row of the highest mean accuracy. */
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
    return name.before().equals(MethodName.LAUTUM)
        ? name.counterpart(MethodName.STANDARD, methods)
        : Optional.empty();
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
            .map(c -> "; p = " + Decimal.p(c.p()) + " over " + c.draws() + " draws")
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

  private static Optional<String> against(Results results, String baseline, String name) {
    List<Double> differences = new ArrayList<>();
    int above = 0;
    int below = 0;
    int tested = 0;
    int significant = 0;
    for (int n : results.labelCounts()) {
      Optional<Row> row = results.row(MethodName.LAUTUM, n);
      Optional<Row> other = results.row(baseline, n);
      if (row.isEmpty() || other.isEmpty()) {
        continue;
      }
      double difference = row.get().mean() - other.get().mean();
      differences.add(difference);
      above += difference > 0 ? 1 : 0;
      below += difference < 0 ? 1 : 0;
      Optional<PairedComparison> comparison =
          PairedComparison.of(row.get().draws(), other.get().draws());
      tested += comparison.isPresent() ? 1 : 0;
      significant += comparison.isPresent() && comparison.get().p() < SIGNIFICANT ? 1 : 0;
    }
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    String lowest = Decimal.points(differences.stream().min(Double::compare).orElseThrow());
    String highest = Decimal.points(differences.stream().max(Double::compare).orElseThrow());
    String range = lowest.equals(highest) ? lowest : lowest + " to " + highest;
    String test =
        tested == 0
            ? "too few draws to test"
            : "p < 0.05 at " + significant + " of " + tested + ", paired t-test";
    return Optional.of(
        "Against "
            + name
            + ", lautum is higher at "
            + above
            + " and lower at "
            + below
            + " of "
            + differences.size()
            + (differences.size() == 1 ? " number" : " numbers")
            + " of labels ("
            + range
            + " points; "
            + test
            + ").");
  }
}
