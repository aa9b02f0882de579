package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledDrawTest {
  private static final int CLASSES = 3;
  private static final long SEED = 5;

  /** 20 examples of class 0, 12 of class 1 and 2 of class 2, in no order. */
  private static final int[] POOL =
      IntStream.range(0, 34).map(i -> i % 17 == 0 ? 2 : i % 17 <= 6 ? 1 : 0).toArray();

  @Test
  void classCountsInEveryPrefixDifferByAtMostOne() {
    int[] balanced = IntStream.range(0, 30).map(i -> i % CLASSES).toArray();
    for (int n = 1; n <= balanced.length; n++) {
      int[] counts = counts(balanced, choose(balanced, n, 1));
      assertThat(Arrays.stream(counts).max().orElseThrow())
          .isLessThanOrEqualTo(Arrays.stream(counts).min().orElseThrow() + 1);
    }
  }

  @Test
  void exhaustedClassIsReplacedByOthersInEqualNumbers() {
    assertThat(counts(POOL, IntStream.range(0, POOL.length).toArray())).containsExactly(20, 12, 2);
    assertThat(counts(POOL, choose(POOL, 6, 1))).containsExactly(2, 2, 2);
    assertThat(counts(POOL, choose(POOL, 16, 1))).containsExactly(7, 7, 2);
    assertThat(counts(POOL, choose(POOL, 26, 1))).containsExactly(12, 12, 2);
    assertThat(counts(POOL, choose(POOL, 30, 1))).containsExactly(16, 12, 2);
  }

  @Test
  void smallerDrawIsPrefixOfLargerDrawWithSameNumber() {
    int[] all = choose(POOL, POOL.length, 2);
    for (int n = 1; n < POOL.length; n++) {
      assertThat(choose(POOL, n, 2)).containsExactly(Arrays.copyOf(all, n));
    }
  }

  @Test
  void everyExampleOfPoolIsDrawnOnce() {
    assertThat(choose(POOL, POOL.length, 1))
        .containsExactlyInAnyOrder(IntStream.range(0, POOL.length).toArray());
  }

  @Test
  void drawDependsOnNumberAndSeed() {
    int[] draw = choose(POOL, 12, 1);
    assertThat(choose(POOL, 12, 1)).containsExactly(draw);
    assertThat(choose(POOL, 12, 2)).isNotEqualTo(draw);
    assertThat(LabelledDraw.choose(POOL, CLASSES, 12, 1, SEED + 1)).isNotEqualTo(draw);
  }

  @Test
  void classFavouredByCountVariesBetweenDraws() {
    int[] balanced = IntStream.range(0, 30).map(i -> i % CLASSES).toArray();
    int[] favoured = new int[CLASSES];
    int again = 0;
    for (int draw = 1; draw <= 300; draw++) {
      int[] chosen = choose(balanced, CLASSES + 1, draw);
      favoured[balanced[chosen[0]]]++;
      again += balanced[chosen[0]] == balanced[chosen[CLASSES]] ? 1 : 0;
    }
    // Binomial(300, 1/3): standard deviation 8.2.
    for (int count : favoured) {
      assertThat(count).isBetween(65, 135);
    }
    assertThat(again).isBetween(65, 135);
  }

  @Test
  void moreLabelsThanPoolHasAreRejectedWithBothNumbers() {
    assertThatThrownBy(() -> choose(POOL, 35, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels = 35")
        .hasMessageContaining("34 examples")
        .hasMessageContaining("prepare.labelled-fraction");
  }

  private static int[] choose(int[] labels, int count, int draw) {
    return LabelledDraw.choose(labels, CLASSES, count, draw, SEED);
  }

  private static int[] counts(int[] labels, int[] positions) {
    int[] counts = new int[CLASSES];
    for (int position : positions) {
      counts[labels[position]]++;
    }
    return counts;
  }
}
