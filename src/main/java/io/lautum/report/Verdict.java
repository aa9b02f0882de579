package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outcome of an experiment, for the top of a report: the most accurate method that transfers,
 * and {@code lautum} if it is another one, compared with training from scratch and with standard
 * transfer.
 *
 * @param answer shortest form of the outcome
 * @param sentence size and certainty of the differences, which are means over the numbers of
 *     labels, with the 95 % intervals of the paired t-test over draws
 * @param best the most accurate method at each number of labels
 */
public record Verdict(String answer, String sentence, String best) {

  static Verdict of(Results results) {
    if (results.rows().isEmpty()) {
      return new Verdict("No accuracy has been measured yet.", "", "");
    }
    List<String> transferring =
        results.methods().stream()
            .filter(method -> !MethodName.parse(method).before().equals(MethodName.SCRATCH))
            .toList();
    if (transferring.isEmpty()) {
      return new Verdict(
          "There is nothing to compare.",
          "These results hold no method that transfers.",
          best(results));
    }
    OverallComparisons scratch =
        new OverallComparisons(results, MethodName.SCRATCH, "training from scratch", transferring);
    OverallComparisons standard =
        new OverallComparisons(results, MethodName.STANDARD, "standard transfer", transferring);
    String subject = OverallComparisons.mostAccurate(results, transferring);
    List<String> answers = new ArrayList<>();
    scratch
        .of(subject)
        .ifPresent(
            outcome ->
                answers.add(
                    outcome.answer(
                        "Transfer helped", "Transfer hurt", "transfer and training from scratch")));
    standard
        .of(subject)
        .ifPresent(
            outcome ->
                answers.add(
                    outcome.answer(
                        subject + " beats standard transfer",
                        subject + " is worse than standard transfer",
                        subject + " and standard transfer")));
    if (answers.isEmpty()) {
      return new Verdict(
          "There is nothing to compare.",
          "There are too few methods in these results to compare them.",
          best(results));
    }
    return new Verdict(
        String.join(". ", answers) + ".",
        sentence(results, subject, scratch, standard),
        best(results));
  }

  private static String sentence(
      Results results, String subject, OverallComparisons scratch, OverallComparisons standard) {
    String labels =
        results.labelCounts().stream().map(String::valueOf).collect(Collectors.joining(", "));
    StringBuilder sentence =
        new StringBuilder("Averaged over " + labels + " labelled examples, ")
            .append(clauses(subject, scratch, standard))
            .append('.');
    if (!subject.equals(MethodName.LAUTUM) && results.methods().contains(MethodName.LAUTUM)) {
      sentence.append(' ').append(clauses(MethodName.LAUTUM, scratch, standard)).append('.');
    }
    if (scratch.tests() > 1 || standard.tests() > 1) {
      sentence.append(" Each p is corrected for the number of methods.");
    }
    return sentence.toString();
  }

  private static String clauses(
      String method, OverallComparisons scratch, OverallComparisons standard) {
    List<String> clauses = new ArrayList<>();
    scratch.of(method).map(OverallComparisons.Outcome::clause).ifPresent(clauses::add);
    standard.of(method).map(OverallComparisons.Outcome::clause).ifPresent(clauses::add);
    return method + " is " + String.join(" and ", clauses);
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
