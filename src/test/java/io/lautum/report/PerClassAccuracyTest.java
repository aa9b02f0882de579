package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.result.SmallResults;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerClassAccuracyTest {
  /** Three draws on ten images per class: 16/30 and 26/30, with Wilson's intervals for ten. */
  @Test
  void textIsTheMeanOfTheDraws() {
    List<List<Long>> confusion = List.of(List.of(16L, 14L), List.of(4L, 26L));
    Row row = Row.of("scratch", 50, List.of(0.7, 0.65, 0.75), null, null, confusion);
    PerClassAccuracy accuracies = PerClassAccuracy.of(SmallResults.of(row));
    assertThat(accuracies.values()).containsExactly(List.of(16 / 30.0, 26 / 30.0));
    assertThat(accuracies.texts())
        .containsExactly(List.of("53.3 (26.1 to 78.7)", "86.7 (55.9 to 97.1)"));
  }
}
