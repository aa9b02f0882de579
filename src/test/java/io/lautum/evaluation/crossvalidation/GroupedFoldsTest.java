package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupedFoldsTest {
  private static final int CLASSES = 4;

  @ParameterizedTest
  @CsvSource({"40, 4", "41, 5", "200, 5", "7, 7", "10, 2", "12, 9"})
  void imagesAloneAreStratified(int images, int parts) {
    SplittableRandom random = new SplittableRandom(images);
    int[] labels = IntStream.range(0, images).map(i -> random.nextInt(CLASSES)).toArray();
    GroupedFolds folds = new GroupedFolds(alone(images), labels, CLASSES, parts, 3);

    assertThat(folds.count()).isEqualTo(parts);
    List<Integer> heldOut = new ArrayList<>();
    for (int fold = 0; fold < parts; fold++) {
      int[] part = folds.heldOut(fold);
      assertThat(part).isNotEmpty();
      assertThat(IntStream.concat(Arrays.stream(part), Arrays.stream(folds.rest(fold))).toArray())
          .containsExactlyInAnyOrder(alone(images));
      Arrays.stream(part).forEach(heldOut::add);
    }
    assertThat(heldOut).hasSize(images).doesNotHaveDuplicates();
    for (int label = 0; label < CLASSES; label++) {
      int wanted = label;
      List<Long> counts =
          IntStream.range(0, parts)
              .mapToObj(
                  fold ->
                      Arrays.stream(folds.heldOut(fold)).filter(i -> labels[i] == wanted).count())
              .toList();
      long least = counts.stream().mapToLong(Long::longValue).min().orElseThrow();
      assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(least, least + 1));
    }
  }

  @Test
  void groupsStayWhole() {
    SplittableRandom random = new SplittableRandom(5);
    int[] groups = IntStream.range(0, 120).map(i -> random.nextInt(30)).toArray();
    int[] labels = IntStream.range(0, 120).map(i -> random.nextInt(CLASSES)).toArray();
    GroupedFolds folds = new GroupedFolds(groups, labels, CLASSES, 5, 3);

    int[] parts = folds.folds();
    for (int i = 0; i < parts.length; i++) {
      for (int j = 0; j < i; j++) {
        if (groups[i] == groups[j]) {
          assertThat(parts[i]).isEqualTo(parts[j]);
        }
      }
    }
    for (int fold = 0; fold < 5; fold++) {
      assertThat(folds.heldOut(fold).length).isBetween(20, 28);
    }
  }

  @Test
  void partsOfLargeGroupsAreFilledByTheClassesThatTheyLack() {
    // A group of all images of class 0, and images of class 1 that are alone.
    int[] labels = IntStream.range(0, 40).map(i -> i < 20 ? 0 : 1).toArray();
    int[] groups = IntStream.range(0, 40).map(i -> i < 20 ? 0 : i).toArray();
    GroupedFolds folds = new GroupedFolds(groups, labels, 2, 4, 3);

    int[] parts = folds.folds();
    assertThat(IntStream.range(0, 4).map(fold -> ofClass(parts, labels, fold, 1))).containsOnly(5);
    assertThat(IntStream.range(0, 4).map(fold -> ofClass(parts, labels, fold, 0)))
        .containsExactlyInAnyOrder(20, 0, 0, 0);
  }

  @Test
  void fewerGroupsThanPartsGiveFewerParts() {
    GroupedFolds folds =
        new GroupedFolds(new int[] {0, 0, 2, 2, 2}, new int[] {0, 1, 0, 1, 1}, 2, 5, 1);
    assertThat(folds.count()).isEqualTo(2);
    assertThat(folds.heldOut(0)).isNotEmpty();
    assertThat(folds.heldOut(1)).isNotEmpty();
  }

  @Test
  void divisionDependsOnlyOnTheSeed() {
    int[] labels = IntStream.range(0, 60).map(i -> i % 3).toArray();
    int[] first = new GroupedFolds(alone(60), labels, 3, 5, 1).folds();
    assertThat(new GroupedFolds(alone(60), labels, 3, 5, 1).folds()).isEqualTo(first);
    assertThat(new GroupedFolds(alone(60), labels, 3, 5, 2).folds()).isNotEqualTo(first);
  }

  private static int ofClass(int[] parts, int[] labels, int fold, int label) {
    return (int)
        IntStream.range(0, parts.length)
            .filter(i -> parts[i] == fold && labels[i] == label)
            .count();
  }

  private static int[] alone(int images) {
    return IntStream.range(0, images).toArray();
  }
}
