package io.lautum.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.training.finetune.LabelledDraw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldsTest {
  private static final int CLASSES = 4;

  /**
   * Counts that the folds divide or not, one example per fold, and more folds than examples of a
   * class.
   */
  @ParameterizedTest
  @CsvSource({"40, 4", "41, 4", "23, 5", "7, 7", "10, 2", "12, 9"})
  void partsAreDisjointCoverTheDrawAndAreStratified(int count, int folds) {
    SplittableRandom random = new SplittableRandom(count);
    int[] labels = IntStream.range(0, 100).map(i -> random.nextInt(CLASSES)).toArray();
    int[] draw = LabelledDraw.choose(labels, CLASSES, count, 1, 3);
    Folds split = new Folds(draw, labels, CLASSES, folds);

    List<Integer> all = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<List<Integer>> ofClass = new ArrayList<>();
    for (int label = 0; label < CLASSES; label++) {
      ofClass.add(new ArrayList<>());
    }
    for (int fold = 0; fold < folds; fold++) {
      int[] heldOut = split.heldOut(fold);
      int[] rest = split.rest(fold);
      assertThat(IntStream.concat(Arrays.stream(heldOut), Arrays.stream(rest)).toArray())
          .containsExactlyInAnyOrder(draw);
      Arrays.stream(heldOut).forEach(all::add);
      sizes.add(heldOut.length);
      for (int label = 0; label < CLASSES; label++) {
        int wanted = label;
        ofClass
            .get(label)
            .add((int) Arrays.stream(heldOut).filter(p -> labels[p] == wanted).count());
      }
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(Arrays.stream(draw).boxed().toList());
    assertThat(all).doesNotHaveDuplicates();
    assertDifferByOne(sizes);
    ofClass.forEach(FoldsTest::assertDifferByOne);
  }

  private static void assertDifferByOne(List<Integer> counts) {
    int least = counts.stream().mapToInt(Integer::intValue).min().orElseThrow();
    assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(least, least + 1));
  }

  @Test
  void fewerExamplesThanFoldsAreRejected() {
    assertThatThrownBy(() -> new Folds(new int[] {0, 1}, new int[] {0, 1}, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least one example per fold, got [2] examples and [3] folds");
  }
}
