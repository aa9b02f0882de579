package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The comparisons of methods with one baseline over all numbers of labels together: an accuracy is
 * a draw's mean over the numbers of labels that both have. The p-values are corrected for the
 * number of methods.
 */
final class OverallComparisons {
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final int tests;

  /**
   * A method's mean difference from the baseline.
   *
   * @param baseline the baseline in words
   * @param test empty if the draws cannot be paired
   */
  record Outcome(String baseline, double difference, Optional<PairedComparison> test) {
    String answer(String above, String below, String between) {
      if (test.isEmpty()) {
        return "One draw cannot show a difference between " + between;
      }
      if (!test.get().isSignificant()) {
        return "No significant difference between " + between;
      }
      return difference > 0 ? above : below;
    }

    String clause() {
      String points = Decimal.percent(Math.abs(difference));
      String position =
          points.equals("0.0")
              ? "level with "
              : points + " points " + (difference > 0 ? "above " : "below ");
      String interval =
          test.map(
                  t ->
                      Text.format(
                          " (95 %% interval %s to %s, p %s, %d draws)",
                          Decimal.points(t.low()),
                          Decimal.points(t.high()),
                          Decimal.p(t.corrected()),
                          t.draws()))
              .orElse(" (too few draws for an interval)");
      return position + baseline + interval;
    }
  }

  /**
   * @param words the baseline in words
   * @param methods methods to compare, except the baseline itself
   */
  OverallComparisons(Results results, String baseline, String words, List<String> methods) {
    for (String method : methods) {
      if (!method.equals(baseline)) {
        compare(results, method, baseline, words)
            .ifPresent(outcome -> outcomes.put(method, outcome));
      }
    }
    List<String> tested =
        outcomes.keySet().stream().filter(method -> outcomes.get(method).test.isPresent()).toList();
    List<PairedComparison> corrected =
        PairedComparison.corrected(
            tested.stream().map(method -> outcomes.get(method).test.orElseThrow()).toList());
    for (int i = 0; i < tested.size(); i++) {
      double difference = outcomes.get(tested.get(i)).difference;
      outcomes.put(tested.get(i), new Outcome(words, difference, Optional.of(corrected.get(i))));
    }
    tests = tested.size();
  }

  /** Returns a method's outcome; empty if it shares no number of labels with the baseline. */
  Optional<Outcome> of(String method) {
    return Optional.ofNullable(outcomes.get(method));
  }

  /** Returns the number of tests that the p-values are corrected for. */
  int tests() {
    return tests;
  }

  /** Returns the method with the highest mean over its numbers of labels; the first of equals. */
  static String mostAccurate(Results results, List<String> methods) {
    return methods.stream()
        .max(
            Comparator.comparingDouble(
                    (String method) ->
                        results.rows().stream()
                            .filter(row -> row.method().equals(method))
                            .mapToDouble(Row::mean)
                            .average()
                            .orElseThrow())
                .thenComparing(method -> -methods.indexOf(method)))
        .orElseThrow();
  }

  private static Optional<Outcome> compare(
      Results results, String method, String baseline, String words) {
    List<Row> ours = new ArrayList<>();
    List<Row> theirs = new ArrayList<>();
    for (int n : results.labelCounts()) {
      Optional<Row> row = results.row(method, n);
      Optional<Row> other = results.row(baseline, n);
      if (row.isPresent() && other.isPresent()) {
        ours.add(row.get());
        theirs.add(other.get());
      }
    }
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    double difference =
        ours.stream().mapToDouble(Row::mean).average().orElseThrow()
            - theirs.stream().mapToDouble(Row::mean).average().orElseThrow();
    return Optional.of(
        new Outcome(
            words, difference, PairedComparison.of(meanOfDraws(ours), meanOfDraws(theirs))));
  }

  /**
   * Returns each draw's mean over label counts; empty if the rows have different numbers of draws.
   */
  private static List<Double> meanOfDraws(List<Row> rows) {
    int draws = rows.get(0).draws().size();
    if (rows.stream().anyMatch(row -> row.draws().size() != draws)) {
      return List.of();
    }
    List<Double> means = new ArrayList<>();
    for (int k = 0; k < draws; k++) {
      int draw = k;
      means.add(rows.stream().mapToDouble(row -> row.draws().get(draw)).average().orElseThrow());
    }
    return means;
  }
}
