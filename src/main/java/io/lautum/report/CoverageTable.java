package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.RiskCoverage;
import io.lautum.report.chart.Decimal;
import java.util.List;

/**
 * How often answers are right if only answers of at least some probability are given.
 *
 * @param rows from all images to few
 * @param sentence the least probability from which 95% of the answers are right
 */
public record CoverageTable(List<Row> rows, String sentence) {
  private static final double WANTED = 0.95;

  /**
   * A least probability.
   *
   * @param coverage share of images with an answer in percent
   * @param right share of right answers in percent with its 95% interval
   */
  public record Row(String threshold, String coverage, String right) {}

  static CoverageTable of(CrossValidation validation) {
    RiskCoverage curve = RiskCoverage.of(validation.scaledImages(), validation.folds());
    List<Row> rows =
        curve.points().stream()
            .map(
                point ->
                    new Row(
                        Decimal.fixed(point.threshold(), 3),
                        Decimal.percent(point.coverage()),
                        Decimal.interval(point.right())))
            .toList();
    String sentence =
        curve
            .reaching(WANTED)
            .map(
                point ->
                    Text.format(
                        "With a least probability of %s, %s %% of the images have a label, and 95"
                            + " %% of these labels or more are right.",
                        Decimal.fixed(point.threshold(), 3), Decimal.percent(point.coverage())))
            .orElse("No least probability makes 95 % of the labels right.");
    return new CoverageTable(rows, sentence);
  }
}
