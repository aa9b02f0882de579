package io.lautum.report;

import static io.lautum.experiment.result.SmallResults.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.SmallResults;
import org.junit.jupiter.api.Test;

class VerdictTest {
  /**
   * In the three draws, lautum exceeds scratch by .05, .06 and .07, as means over both label
   * counts: mean .06, s = .01, t(2) quantile 4.302653, half width 4.302653 · .01/√3 = .024841. With
   * t = 6√3, p = 1 − t/√(t² + 2) = 0.0091, and twice that for two methods.
   */
  @Test
  void intervalIsOfTheMeanOverLabelCounts() {
    Verdict verdict =
        Verdict.of(
            SmallResults.of(
                row("scratch", 50, 0.50, 0.52, 0.54),
                row("scratch", 100, 0.60, 0.62, 0.64),
                row("standard", 50, 0.60, 0.55, 0.62),
                row("standard", 100, 0.63, 0.71, 0.63),
                row("lautum", 50, 0.54, 0.60, 0.60),
                row("lautum", 100, 0.66, 0.66, 0.72)));
    assertThat(verdict.answer())
        .isEqualTo(
            "Transfer helped. No significant difference between lautum and standard transfer.");
    assertThat(verdict.sentence())
        .startsWith(
            "Averaged over 50, 100 labelled examples, lautum is 6.0 points above training from"
                + " scratch (95 % interval +3.5 to +8.5, p 0.018, 3 draws) and 0.7 points above"
                + " standard transfer (95 % interval ");
    assertThat(verdict.best()).contains("standard at 50 (59.0 %), lautum at 100 (68.0 %)");
  }

  @Test
  void harmfulTransferIsReported() {
    Verdict verdict =
        Verdict.of(SmallResults.of(row("scratch", 5, 0.7, 0.71), row("standard", 5, 0.6, 0.612)));
    assertThat(verdict.answer()).isEqualTo("Transfer hurt.");
  }

  @Test
  void oneDrawGivesNoVerdict() {
    Verdict verdict = Verdict.of(SmallResults.of(row("scratch", 5, 0.5), row("lautum", 5, 0.9)));
    assertThat(verdict.answer())
        .isEqualTo("One draw cannot show a difference between transfer and training from scratch.");
    assertThat(verdict.sentence())
        .contains("40.0 points above training from scratch (too few draws for an interval)");
  }

  @Test
  void withoutTransferNothingIsCompared() {
    assertThat(Verdict.of(SmallResults.of(row("scratch", 5, 0.5))).answer())
        .isEqualTo("There is nothing to compare.");
    assertThat(Verdict.of(SmallResults.of()).answer())
        .isEqualTo("No accuracy has been measured yet.");
  }
}
