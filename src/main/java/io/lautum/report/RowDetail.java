package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.ClassBalance;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.result.TextTable;
import io.lautum.report.chart.Decimal;
import java.util.List;
import java.util.Optional;

/**
 * One method at one number of labels, formatted for a table; a dash replaces a missing value.
 *
 * @param accuracy mean ± standard deviation, in percent
 * @param draws accuracy of every draw, in percent
 * @param crossEntropy cross-entropy on the test set, in nats
 * @param ece expected calibration error, in percent
 * @param scaledEce the same after temperature scaling
 * @param balancedAccuracy mean recall of the classes, in percent
 * @param macroF1 mean F1 of the classes, in percent
 * @param againstStandard difference from standard transfer in percentage points, p of the paired
 *     t-test, and p corrected for all rows of the table
 * @param againstScratch the same for training from scratch
 */
public record RowDetail(
    String method,
    int labels,
    String accuracy,
    List<String> draws,
    String crossEntropy,
    String ece,
    String scaledEce,
    String balancedAccuracy,
    String macroF1,
    String againstStandard,
    String againstScratch) {

  static RowDetail of(Row row, BaselineComparisons standard, BaselineComparisons scratch) {
    Optional<ClassBalance> balance =
        Optional.of(row.confusion()).filter(rows -> !rows.isEmpty()).map(ClassBalance::of);
    return new RowDetail(
        row.method(),
        row.labels(),
        Decimal.percent(row.mean(), row.std()),
        row.draws().stream().map(Decimal::percent).toList(),
        Decimal.optional(row.crossEntropy(), 3),
        row.ece() == null ? Decimal.NONE : Decimal.percent(row.ece()),
        row.scaledEce() == null ? Decimal.NONE : Decimal.percent(row.scaledEce()),
        balance.map(one -> Decimal.percent(one.balancedAccuracy())).orElse(Decimal.NONE),
        balance.map(one -> Decimal.percent(one.macroF1())).orElse(Decimal.NONE),
        against(standard.of(row)),
        against(scratch.of(row)));
  }

  /** Returns a table with all rows of the results, for a console or a document. */
  public static TextTable table(Results results) {
    BaselineComparisons standard = new BaselineComparisons(results, MethodName.STANDARD);
    BaselineComparisons scratch = new BaselineComparisons(results, MethodName.SCRATCH);
    List<String> header =
        List.of(
            "method",
            "labels",
            "mean ± std",
            "draws",
            "against standard, p (Holm)",
            "against scratch, p (Holm)");
    return new TextTable(
        header,
        results.rows().stream()
            .map(row -> of(row, standard, scratch))
            .map(
                detail ->
                    List.of(
                        detail.method,
                        Integer.toString(detail.labels),
                        detail.accuracy,
                        String.join(" ", detail.draws),
                        detail.againstStandard,
                        detail.againstScratch))
            .toList());
  }

  private static String against(Optional<PairedComparison> comparison) {
    return comparison
        .map(
            c ->
                Text.format(
                    "%s, p %s (%s)",
                    Decimal.points(c.difference()), Decimal.p(c.p()), Decimal.p(c.corrected())))
        .orElse(Decimal.NONE);
  }
}
