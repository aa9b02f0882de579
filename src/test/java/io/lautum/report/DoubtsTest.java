package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  @Test
  void goodResultsOnBalancedClassesRaiseNoDoubt() {
    assertThat(of(List.of(List.of(45L, 5L), List.of(5L, 45L)), 0.9)).isEmpty();
  }

  /** 55 % of 100 images are within 1.645 standard deviations, 8.2 points, of 50 %. */
  @Test
  void chanceLevelIsNamed() {
    assertThat(of(List.of(List.of(30L, 20L), List.of(25L, 25L)), 0.55))
        .containsExactly(
            "Doubt: scratch at 50 labels is at chance level (55.0 %; always answering a gives"
                + " 50.0 %).");
    assertThat(of(List.of(List.of(30L, 20L), List.of(20L, 30L)), 0.6)).isEmpty();
  }

  @Test
  void unbalancedTestSetShowsMeasuresThatIgnoreTheBalance() {
    assertThat(of(List.of(List.of(90L, 0L), List.of(5L, 5L)), 0.95))
        .singleElement()
        .asString()
        .contains(
            "the test set is unbalanced (a has 90.0 % of the test images)",
            "scratch at 50 labels 75.0 and 82.0 %");
  }

  private static List<String> of(List<List<Long>> confusion, double accuracy) {
    Row row = Row.of("scratch", 50, List.of(accuracy), null, null, confusion);
    return Doubts.of(
        new Results("x", "s", "t", 1, List.of("a", "b"), List.of(row), null, null, Map.of(), null));
  }
}
