package io.lautum.report;

import static io.lautum.experiment.result.SmallResults.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.SmallResults;
import org.junit.jupiter.api.Test;

class RowDetailTest {
  @Test
  void listsEveryDrawWithTheComparisonsWithTheBaselines() {
    Results results =
        SmallResults.of(
            row("scratch", 50, 0.60, 0.62, 0.61),
            row("standard", 50, 0.50, 0.55, 0.57),
            row("lautum", 50, 0.61, 0.66, 0.68));
    // For 2 degrees of freedom p = 1 − t/√(t² + 2): t = 7/√3 between scratch and standard, and 4/√3
    // between lautum and scratch; lautum exceeds standard by the same amount in each of three
    // draws.
    assertThat(RowDetail.table(results).text())
        .isEqualTo(
            """
method    labels  mean ± std           draws  against standard, p (Holm)  against scratch, p (Holm)
--------  ------  ----------  --------------  --------------------------  -------------------------
scratch       50  61.0 ± 1.0  60.0 62.0 61.0       +7.0, p 0.056 (0.112)                          –
standard      50  54.0 ± 3.6  50.0 55.0 57.0                           –      -7.0, p 0.056 (0.112)
lautum        50  65.0 ± 3.6  61.0 66.0 68.0      +11.0, p 0.250 (0.250)      +4.0, p 0.147 (0.147)
""");
  }
}
