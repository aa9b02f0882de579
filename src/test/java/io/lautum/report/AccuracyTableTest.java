package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
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
            Row.of("scratch", 50, List.of(0.60, 0.70), null, null, null),
            Row.of("standard", 50, List.of(0.45, 0.65), null, null, null),
            Row.of("lautum", 50, List.of(0.58, 0.62), null, null, null),
            Row.of("standard", 100, List.of(0.8, 0.8), null, null, null),
            Row.of("lautum", 100, List.of(0.9, 0.8), null, null, null)),
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

standard at 50 labels is below scratch by 10.0 points (55.0 against 65.0; p = 0.295 over 2 draws).
lautum at 50 labels is below scratch by 5.0 points (60.0 against 65.0; p = 0.344 over 2 draws).
lautum at 50 labels is above standard by 5.0 points (60.0 against 55.0; p = 0.644 over 2 draws).
lautum at 100 labels is above standard by 5.0 points (85.0 against 80.0; p = 0.500 over 2 draws).
As published.
""");
  }

  @Test
  void markdownHasOneHeaderAndEscapesNames() {
    Results results =
        new Results(
            "e",
            "s",
            "t",
            1,
            List.of("a"),
            List.of(Row.of("a|<b>", 1, List.of(0.123), null, null, null)),
            null,
            null,
            null,
            null);
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
        new Results(
            "e",
            "s",
            "t",
            1,
            List.of("a"),
            List.of(
                Row.of("scratch", 5, List.of(0.5), null, null, null),
                Row.of("scratch+temporal-ensembling", 5, List.of(0.7), null, null, null),
                Row.of("temporal-ensembling", 5, List.of(0.6), null, null, null),
                Row.of("lautum+temporal-ensembling", 5, List.of(0.6), null, null, null)),
            null,
            null,
            Map.of("standard+temporal-ensembling", Map.of(5, 0.4)),
            null);
    AccuracyTable table = AccuracyTable.of(results);
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
