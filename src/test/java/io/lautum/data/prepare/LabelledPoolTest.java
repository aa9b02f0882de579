package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledPoolTest {
  /** Returns labels that repeat 0 1 1 2 2 2. */
  private static int[] labels(int count) {
    return IntStream.range(0, count).map(i -> new int[] {0, 1, 1, 2, 2, 2}[i % 6]).toArray();
  }

  private static boolean[] choose(int[] labels, int classes, double fraction, long seed) {
    long[] sizes = new long[classes];
    Arrays.stream(labels).forEach(label -> sizes[label]++);
    LabelledPool pool = LabelledPool.choose(Blocks.of(labels), sizes, fraction, seed);
    boolean[] chosen = new boolean[labels.length];
    long[] byClass = new long[classes];
    for (int id = 0; id < labels.length; id++) {
      chosen[id] = pool.contains(id, labels[id]);
      assertThat(pool.rest().contains(id, labels[id])).isEqualTo(!chosen[id]);
      byClass[labels[id]] += chosen[id] ? 1 : 0;
    }
    assertThat(pool.byClass()).isEqualTo(byClass);
    return chosen;
  }

  private static long[] counts(int[] labels, boolean[] pool) {
    long[] counts = new long[3];
    for (int id = 0; id < labels.length; id++) {
      counts[labels[id]] += pool[id] ? 1 : 0;
    }
    return counts;
  }

  /** The last two cases check the bounds: at least one example of each class, and never all. */
  @ParameterizedTest
  @CsvSource({"0.2, 20, 40, 60", "0.5, 50, 100, 150", "0.0001, 1, 1, 1", "1, 99, 199, 299"})
  void everyClassContributesItsShare(double fraction, long first, long second, long third) {
    int[] labels = labels(600);
    assertThat(counts(labels, choose(labels, 3, fraction, 1)))
        .containsExactly(first, second, third);
  }

  @Test
  void onlyExampleOfAClassIsLabelled() {
    assertThat(choose(new int[] {0, 1, 1}, 2, 0.2, 1)[0]).isTrue();
  }

  @Test
  void choiceDependsOnlyOnTheSeed() {
    int[] labels = labels(600);
    assertThat(choose(labels, 3, 0.2, 5))
        .isEqualTo(choose(labels, 3, 0.2, 5))
        .isNotEqualTo(choose(labels, 3, 0.2, 6));
  }

  /**
   * Of the thousand ids at each position of a block of sixty, a fifth is chosen, within five
   * deviations.
   */
  @Test
  void everyExampleIsEquallyLikely() {
    boolean[] pool = choose(labels(60_000), 3, 0.2, 1);
    int[] chosen = new int[60];
    for (int id = 0; id < pool.length; id++) {
      chosen[id % 60] += pool[id] ? 1 : 0;
    }
    double deviation = Math.sqrt(1000 * 0.2 * 0.8);
    assertThat(Arrays.stream(chosen))
        .allSatisfy(n -> assertThat((double) n).isCloseTo(200, within(5 * deviation)));
  }

  /** Examples that no class would choose may swap their labels. */
  @Test
  void swappedLabelsAboveAllThresholdsKeepThePool() {
    int[] labels = labels(600);
    boolean[] pool = choose(labels, 3, 0.2, 1);
    long highest =
        IntStream.range(0, 600)
            .filter(id -> pool[id])
            .mapToLong(id -> HashRanks.hash(1, id))
            .reduce((a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b)
            .orElseThrow();
    int[] above =
        IntStream.range(0, 600)
            .filter(id -> Long.compareUnsigned(HashRanks.hash(1, id), highest) > 0)
            .toArray();
    assertThat(above).hasSizeGreaterThan(400);
    for (int i = 0; i + 1 < above.length; i += 2) {
      int label = labels[above[i]];
      labels[above[i]] = labels[above[i + 1]];
      labels[above[i + 1]] = label;
    }
    assertThat(labels).isNotEqualTo(labels(600));
    assertThat(choose(labels, 3, 0.2, 1)).isEqualTo(pool);
  }
}
