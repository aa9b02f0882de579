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

  /** Of three classes, one is taken for another although the accuracy is 65 %. */
  @Test
  void absorbedClassIsNamed() {
    List<List<Long>> confusion =
        List.of(List.of(90L, 5L, 5L), List.of(2L, 95L, 3L), List.of(10L, 80L, 10L));
    assertThat(AbsorbedClass.of(confusion)).contains(new AbsorbedClass(2, 1, 0.8));
    assertThat(of(List.of("a", "b", "c"), confusion, 0.65))
        .containsExactly("Doubt: scratch at 50 labels takes 80.0 % of the test images of c for b.");
  }

  @Test
  void classIsNotAbsorbedByABadClassifierOrOneOfTwoClasses() {
    assertThat(AbsorbedClass.of(List.of(List.of(90L, 10L), List.of(60L, 40L)))).isEmpty();
    assertThat(
            AbsorbedClass.of(
                List.of(List.of(4L, 3L, 3L), List.of(2L, 2L, 6L), List.of(7L, 1L, 2L))))
        .isEmpty();
    assertThat(
            AbsorbedClass.of(
                List.of(List.of(9L, 0L, 1L), List.of(5L, 5L, 0L), List.of(0L, 0L, 10L))))
        .isEmpty();
  }

  private static List<String> of(List<List<Long>> confusion, double accuracy) {
    return of(List.of("a", "b"), confusion, accuracy);
  }

  private static List<String> of(
      List<String> classes, List<List<Long>> confusion, double accuracy) {
    Row row = Row.of("scratch", 50, List.of(accuracy), null, null, confusion);
    return Doubts.of(
        new Results("x", "s", "t", 1, classes, List.of(row), null, null, Map.of(), null));
  }
}
