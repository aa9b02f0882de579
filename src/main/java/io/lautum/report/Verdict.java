package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The outcome of an experiment, for the top of a report.
 *
 * @param answer shortest form of the outcome
 * @param sentence size and certainty of the differences, which are means over the numbers of
 *     labels, with the 95 % intervals of the paired t-test over draws
 * @param best the most accurate method at each number of labels
 */
public record Verdict(String answer, String sentence, String best) {

  /**
   * Returns the verdict on {@code lautum} if it is among the methods, otherwise on the most
   * accurate method that transfers.
   */
  static Verdict of(Results results) {
    Optional<String> subject = subject(results);
    if (results.rows().isEmpty()) {
      return new Verdict("No accuracy has been measured yet.", "", "");
    }
    if (subject.isEmpty()) {
      return new Verdict(
          "There is nothing to compare.",
          "These results hold no method that transfers.",
          best(results));
    }
    String method = subject.get();
    List<String> answers = new ArrayList<>();
    List<String> clauses = new ArrayList<>();
    compare(results, method, MethodName.SCRATCH)
        .ifPresent(
            outcome -> {
              answers.add(
                  outcome.answer(
                      "Transfer helped", "Transfer hurt", "transfer and training from scratch"));
              clauses.add(outcome.clause("training from scratch"));
            });
    if (!method.equals(MethodName.STANDARD)) {
      compare(results, method, MethodName.STANDARD)
          .ifPresent(
              outcome -> {
                answers.add(
                    outcome.answer(
                        method + " beats standard transfer",
                        method + " is worse than standard transfer",
                        method + " and standard transfer"));
                clauses.add(outcome.clause("standard transfer"));
              });
    }
    if (clauses.isEmpty()) {
      return new Verdict(
          "There is nothing to compare.",
          "There are too few methods in these results to compare them.",
          best(results));
    }
    return new Verdict(
        String.join(". ", answers) + ".",
        "Averaged over "
            + results.labelCounts().stream().map(String::valueOf).collect(Collectors.joining(", "))
            + " labelled examples, "
            + method
            + " is "
            + String.join(" and ", clauses)
            + ".",
        best(results));
  }

  private static Optional<String> subject(Results results) {
    if (results.methods().contains(MethodName.LAUTUM)) {
      return Optional.of(MethodName.LAUTUM);
    }
    return results.rows().stream()
        .filter(row -> !MethodName.parse(row.method()).before().equals(MethodName.SCRATCH))
        .max((a, b) -> Double.compare(a.mean(), b.mean()))
        .map(Row::method);
  }

  /** A mean difference and, if the draws can be paired, the result of its test. */
  private record Outcome(double difference, Optional<PairedComparison> test) {
    String answer(String above, String below, String between) {
      if (test.isEmpty()) {
        return "One draw cannot show a difference between " + between;
      }
      if (!test.get().isSignificant()) {
        return "No significant difference between " + between;
      }
      return difference > 0 ? above : below;
    }

    String clause(String baseline) {
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
                          Decimal.p(t.p()),
                          t.draws()))
              .orElse(" (too few draws for an interval)");
      return position + baseline + interval;
    }
  }

  private static Optional<Outcome> compare(Results results, String method, String baseline) {
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
    List<Double> own = meanOfDraws(ours);
    List<Double> other = meanOfDraws(theirs);
    double difference =
        ours.stream().mapToDouble(Row::mean).average().orElseThrow()
            - theirs.stream().mapToDouble(Row::mean).average().orElseThrow();
    return Optional.of(new Outcome(difference, PairedComparison.of(own, other)));
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

  private static String best(Results results) {
    return results.labelCounts().stream()
        .map(n -> Remarks.best(results.rows().stream().filter(r -> r.labels() == n).toList()))
        .map(r -> r.method() + " at " + r.labels() + " (" + Decimal.percent(r.mean()) + " %)")
        .collect(
            Collectors.joining(
                ", ", "Highest mean accuracy by number of labelled examples: ", "."));
  }
}
