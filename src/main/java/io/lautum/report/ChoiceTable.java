package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Choice;
import io.lautum.report.chart.Decimal;
import java.util.List;
import java.util.Objects;

/**
 * The choice of a method as a table: one row per candidate, the simplest first.
 *
 * @param images what was held out, such as {@code 50 labels, draw 1}
 * @param chosen name of the chosen method
 * @param minutes duration
 * @param steps number of steps of the second round
 */
public record ChoiceTable(
    String images, String chosen, int folds, String minutes, String steps, List<Row> rows) {
  /**
   * A candidate.
   *
   * @param first after a quarter of the steps
   * @param last after the steps of the second round
   * @param remark why it was left out; empty if it was not
   */
  public record Row(String method, boolean chosen, Cells first, Cells last, String remark) {}

  /**
   * The held-out predictions of a candidate; dashes if it has none.
   *
   * @param accuracy in percent
   * @param loss mean loss in nats
   * @param difference from the least loss ± standard error
   */
  public record Cells(String accuracy, String loss, String difference) {
    static Cells of(Choice.Score score) {
      if (score == null) {
        return new Cells(Decimal.NONE, Decimal.NONE, Decimal.NONE);
      }
      return new Cells(
          Decimal.percent(score.accuracy()),
          Decimal.fixed(score.loss(), 3),
          score.difference() == 0
              ? Decimal.NONE
              : Text.format(
                  "%s ± %s",
                  Decimal.fixed(score.difference(), 3), Decimal.fixed(score.standardError(), 3)));
    }
  }

  static ChoiceTable of(Choice choice, String images) {
    return new ChoiceTable(
        images,
        choice.method(),
        choice.folds(),
        Decimal.fixed(choice.seconds() / 60, 1),
        choice.candidates().stream()
            .map(Choice.Candidate::last)
            .filter(Objects::nonNull)
            .map(score -> score.steps() + " steps")
            .findFirst()
            .orElse("second round"),
        choice.candidates().stream()
            .map(
                candidate ->
                    new Row(
                        candidate.method(),
                        candidate.method().equals(choice.method()),
                        Cells.of(candidate.first()),
                        Cells.of(candidate.last()),
                        candidate.remark()))
            .toList());
  }
}
