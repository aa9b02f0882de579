package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.ClassBalance;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** States what in the results is probably a mistake, or is easily misread, as sentences. */
final class Doubts {
  /** The majority's share, divided by that of a balanced set, above which accuracy misleads. */
  private static final double UNBALANCED = 1.5;

  /** The 95 % point of the standard normal distribution. */
  private static final double ONE_SIDED = 1.645;

  private Doubts() {}

  /**
   * Returns a sentence for each row whose accuracy does not exceed that of a constant answer by
   * more than chance on one draw's test images can explain, one for each row with an {@link
   * AbsorbedClass}, and one with the balanced accuracy and the macro-F1 if the test set is
   * unbalanced.
   */
  static List<String> of(Results results) {
    List<String> doubts = new ArrayList<>();
    List<String> balanced = new ArrayList<>();
    String majority = "";
    for (Row row : results.rows()) {
      if (row.confusion().isEmpty()) {
        continue;
      }
      ClassBalance balance = ClassBalance.of(row.confusion());
      double share = balance.majorityShare();
      double images = (double) balance.images() / row.draws().size();
      if (row.mean() <= share + ONE_SIDED * Math.sqrt(share * (1 - share) / images)) {
        doubts.add(
            Text.format(
                "Doubt: %s at %s is at chance level (%s %%; always answering %s gives %s %%).",
                row.method(),
                AccuracyTable.labels(row.labels()),
                Decimal.percent(row.mean()),
                results.classes().get(balance.majority()),
                Decimal.percent(share)));
      }
      AbsorbedClass.of(row.confusion())
          .map(
              absorbed ->
                  Text.format(
                      "Doubt: %s at %s takes %s %% of the test images of %s for %s.",
                      row.method(),
                      AccuracyTable.labels(row.labels()),
                      Decimal.percent(absorbed.share()),
                      results.classes().get(absorbed.label()),
                      results.classes().get(absorbed.taken())))
          .ifPresent(doubts::add);
      if (share > UNBALANCED / balance.classes()) {
        majority =
            Text.format(
                "%s has %s %% of the test images",
                results.classes().get(balance.majority()), Decimal.percent(share));
        balanced.add(
            Text.format(
                "%s at %s %s and %s %%",
                row.method(),
                AccuracyTable.labels(row.labels()),
                Decimal.percent(balance.balancedAccuracy()),
                Decimal.percent(balance.macroF1())));
      }
    }
    if (!balanced.isEmpty()) {
      doubts.add(
          Text.format(
              "Doubt: the test set is unbalanced (%s). Balanced accuracy and macro-F1: %s.",
              majority, balanced.stream().collect(Collectors.joining(", "))));
    }
    return doubts;
  }
}
