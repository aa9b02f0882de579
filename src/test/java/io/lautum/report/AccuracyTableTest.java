package io.lautum.report;

import static io.lautum.experiment.result.SmallResults.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.CaptionedTable;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.SmallResults;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyTableTest {
  /**
   * By hand, at 50 labels: scratch has mean .65 and deviation .0707, standard .55 and .1414, lautum
   * .60 and .0283. With two draws t has one degree of freedom, so p = 1 - 2 atan(|t|)/π: standard -
   * scratch is -.15 and -.05, t = -2, p = .295; lautum - scratch -.02 and -.08, t = -5/3, p = .344;
   * lautum - standard .13 and -.03, t = .05/.08, p = .644.
   */
  private static Results small(String note) {
    return new Results(
        "e",
        "digits",
        "letters",
        1,
        List.of("a", "b"),
        List.of(
            row("scratch", 50, 0.60, 0.70),
            row("standard", 50, 0.45, 0.65),
            row("lautum", 50, 0.58, 0.62),
            row("standard", 100, 0.8, 0.8),
            row("lautum", 100, 0.9, 0.8)),
        null,
        null,
        Map.of("lautum", Map.of(50, 0.4796, 500, 0.9), "mk-mmd", Map.of(100, 0.5)),
        note);
  }

  @Test
  void textIsExact() {
    assertThat(AccuracyTable.of(small("As published.")).text())
        .isEqualTo(
            """
Accuracy in % on the test set of letters, mean ± standard deviation over 2 draws

method      50 labels  100 labels  paper, 50
--------  -----------  ----------  ---------
scratch    65.0 ± 7.1           –          –
standard  55.0 ± 14.1  80.0 ± 0.0          –
lautum     60.0 ± 2.8  85.0 ± 7.1       48.0

standard at 50 labels is below scratch by 10.0 points (55.0 against 65.0; uncorrected p = 0.295 over 2 draws).
lautum at 50 labels is below scratch by 5.0 points (60.0 against 65.0; uncorrected p = 0.344 over 2 draws).
lautum at 50 labels is above standard by 5.0 points (60.0 against 55.0; uncorrected p = 0.644 over 2 draws).
lautum at 100 labels is above standard by 5.0 points (85.0 against 80.0; uncorrected p = 0.500 over 2 draws).
As published.
""");
  }

  @Test
  void markdownHasOneHeaderAndEscapesNames() {
    Results results = SmallResults.of(row("a|<b>", 1, 0.123));
    assertThat(AccuracyTable.of(results).markdown())
        .isEqualTo(
            """
            Accuracy in % on the test set of t, one draw

            | method | 1 label |
            | --- | ---: |
            | a\\|&lt;b> | 12.3 |
            """);
  }

  @Test
  void combinedMethodsAreComparedWithTheirBaselinesAndThePapersShortNames() {
    Results results =
        SmallResults.of(
            Map.of("standard+temporal-ensembling", Map.of(5, 0.4)),
            row("scratch", 5, 0.5),
            row("scratch+temporal-ensembling", 5, 0.7),
            row("temporal-ensembling", 5, 0.6),
            row("lautum+temporal-ensembling", 5, 0.6));
    CaptionedTable table = AccuracyTable.of(results);
    assertThat(table.rows().get(2)).containsExactly("temporal-ensembling", "60.0", "40.0");
    assertThat(table.remarks())
        .containsExactly(
            "temporal-ensembling at 5 labels is below scratch+temporal-ensembling by 10.0 points"
                + " (60.0 against 70.0).",
            "lautum+temporal-ensembling at 5 labels is below scratch+temporal-ensembling by 10.0"
                + " points (60.0 against 70.0).",
            "lautum+temporal-ensembling at 5 labels is level with temporal-ensembling"
                + " (60.0 against 60.0).");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(AccuracyTable.of(small(null)).text())
          .contains("60.0 ± 2.8")
          .doesNotContain("60,0");
    } finally {
      Locale.setDefault(before);
    }
  }
}
