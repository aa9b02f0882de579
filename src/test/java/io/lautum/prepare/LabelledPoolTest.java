package io.lautum.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledPoolTest {
  /** Class k has as many examples as there are k in 0 1 1 2 2 2 over and over. */
  private static int[] labels(int count) {
    return IntStream.range(0, count).map(i -> new int[] {0, 1, 1, 2, 2, 2}[i % 6]).toArray();
  }

  private static long[] counts(int[] labels, boolean[] pool) {
    long[] counts = new long[3];
    for (int id = 0; id < labels.length; id++) {
      counts[labels[id]] += pool[id] ? 1 : 0;
    }
    return counts;
  }

  /** The last two: at least one of each class, and never all. */
  @ParameterizedTest
  @CsvSource({"0.2, 20, 40, 60", "0.5, 50, 100, 150", "0.0001, 1, 1, 1", "1, 99, 199, 299"})
  void everyClassGivesItsShare(double fraction, long first, long second, long third) {
    int[] labels = labels(600);
    assertThat(counts(labels, LabelledPool.choose(labels, 3, fraction, 1)))
        .containsExactly(first, second, third);
  }

  @Test
  void onlyExampleOfAClassIsLabelled() {
    assertThat(LabelledPool.choose(new int[] {0, 1, 1}, 2, 0.2, 1)[0]).isTrue();
  }

  @Test
  void choiceDependsOnTheSeedAlone() {
    int[] labels = labels(600);
    assertThat(LabelledPool.choose(labels, 3, 0.2, 5))
        .isEqualTo(LabelledPool.choose(labels, 3, 0.2, 5))
        .isNotEqualTo(LabelledPool.choose(labels, 3, 0.2, 6));
  }

  /** Over 2,000 seeds every example is chosen about a fifth of the time: within five deviations. */
  @Test
  void everyExampleIsAsLikely() {
    int[] labels = labels(60);
    int[] chosen = new int[60];
    for (int seed = 0; seed < 2000; seed++) {
      boolean[] pool = LabelledPool.choose(labels, 3, 0.2, seed);
      for (int id = 0; id < 60; id++) {
        chosen[id] += pool[id] ? 1 : 0;
      }
    }
    double deviation = Math.sqrt(2000 * 0.2 * 0.8);
    assertThat(Arrays.stream(chosen))
        .allSatisfy(n -> assertThat((double) n).isCloseTo(400, within(5 * deviation)));
  }

  /** Of the examples outside of the pool, only their order in their class matters. */
  @Test
  void neighboursOutsideThatSwapLabelsLeaveThePoolAsItIs() {
    int[] labels = labels(600);
    boolean[] pool = LabelledPool.choose(labels, 3, 0.2, 1);
    for (int id = 0; id < 599; id += 2) {
      if (!pool[id] && !pool[id + 1]) {
        int label = labels[id];
        labels[id] = labels[id + 1];
        labels[id + 1] = label;
      }
    }
    assertThat(labels).isNotEqualTo(labels(600));
    assertThat(LabelledPool.choose(labels, 3, 0.2, 1)).isEqualTo(pool);
  }
}
