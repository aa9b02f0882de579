package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowDetailTest {
  @Test
  void listsEveryDrawWithTheComparisonsWithTheBaselines() {
    Results results =
        new Results(
            "e",
            "s",
            "t",
            1,
            List.of("a", "b"),
            List.of(
                row("scratch", 0.60, 0.62, 0.61),
                row("standard", 0.50, 0.55, 0.57),
                row("lautum", 0.61, 0.66, 0.68)),
            List.of(),
            List.of(),
            Map.of(),
            null);
    // For 2 degrees of freedom p = 1 − t/√(t² + 2): t = 7/√3 between scratch and standard, and 4/√3
    // between lautum and scratch; lautum exceeds standard by the same amount in each draw.
    assertThat(RowDetail.table(results).text())
        .isEqualTo(
            """
            method    labels  mean ± std           draws  against standard  against scratch
            --------  ------  ----------  --------------  ----------------  ---------------
            scratch       50  61.0 ± 1.0  60.0 62.0 61.0     +7.0, p 0.056                –
            standard      50  54.0 ± 3.6  50.0 55.0 57.0                 –    -7.0, p 0.056
            lautum        50  65.0 ± 3.6  61.0 66.0 68.0   +11.0, p <0.001    +4.0, p 0.147
            """);
  }

  private static Results.Row row(String method, Double... draws) {
    return Results.Row.of(method, 50, List.of(draws), null, null, List.of());
  }
}
