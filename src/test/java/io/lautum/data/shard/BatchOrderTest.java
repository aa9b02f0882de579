package io.lautum.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchOrderTest {
  /**
   * Covers batches that divide the shard, do not divide it, or are larger, and a shard of one
   * example.
   */
  @ParameterizedTest
  @CsvSource({"12, 4", "13, 5", "3, 8", "1, 2", "7, 7"})
  void everyPassIsAPermutationAcrossBoundaries(int size, int batchSize) {
    int passes = 2 * batchSize;
    BatchOrder order = new BatchOrder(size, batchSize, 5);
    int[] positions =
        LongStream.range(0, (long) passes * size / batchSize)
            .mapToObj(order::batch)
            .flatMapToInt(Arrays::stream)
            .toArray();
    assertThat(positions).hasSize(passes * size);
    for (int pass = 0; pass < passes; pass++) {
      int[] sorted = Arrays.copyOfRange(positions, pass * size, (pass + 1) * size);
      Arrays.sort(sorted);
      assertThat(sorted).as("pass %d", pass).isEqualTo(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void passesOverSomeExamplesHaveNoOthers() {
    int[] some = {2, 3, 7, 11, 12};
    BatchOrder order = new BatchOrder(some, 2, 5);
    BatchOrder all = new BatchOrder(some.length, 2, 5);
    for (long iteration = 0; iteration < 10; iteration++) {
      assertThat(order.batch(iteration))
          .isEqualTo(Arrays.stream(all.batch(iteration)).map(i -> some[i]).toArray());
    }
  }

  @Test
  void resultDependsOnlyOnTheArguments() {
    BatchOrder used = new BatchOrder(11, 4, 9);
    for (long iteration : new long[] {50, 0, 3, 2, 50, 1_000_000_000_000L, 1, 0, 49}) {
      assertThat(used.batch(iteration))
          .as("iteration %d", iteration)
          .isEqualTo(new BatchOrder(11, 4, 9).batch(iteration))
          .hasSize(4);
    }
  }

  @Test
  void passesAndSeedsDiffer() {
    BatchOrder order = new BatchOrder(100, 100, 1);
    assertThat(LongStream.range(0, 4).mapToObj(order::batch).map(Arrays::toString))
        .doesNotHaveDuplicates();
    assertThat(order.batch(0)).isNotEqualTo(new BatchOrder(100, 100, 2).batch(0));
  }

  @Test
  void anotherBatchSizeDividesTheSameOrder() {
    BatchOrder small = new BatchOrder(10, 2, 3);
    BatchOrder large = new BatchOrder(10, 6, 3);
    int[] joined =
        LongStream.range(0, 3).mapToObj(small::batch).flatMapToInt(Arrays::stream).toArray();
    assertThat(large.batch(0)).isEqualTo(joined);
  }

  /**
   * Uses χ² over the 24 permutations of 4 examples, with consecutive seeds: 23 degrees of freedom.
   */
  @Test
  void allOrdersAreEquallyLikely() {
    int draws = 24_000;
    Map<String, Integer> counts = new HashMap<>();
    for (int seed = 0; seed < draws; seed++) {
      counts.merge(Arrays.toString(BatchOrder.shuffled(4, seed)), 1, Integer::sum);
    }
    double expected = draws / 24.0;
    double chiSquared =
        counts.values().stream().mapToDouble(n -> (n - expected) * (n - expected)).sum() / expected;
    assertThat(counts).hasSize(24);
    // The 99.99% quantile.
    assertThat(chiSquared).isLessThan(58.6);
  }

  @Test
  void emptyShardsAndBatchesAreRejected() {
    assertThatThrownBy(() -> new BatchOrder(0, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got [0] and [4]");
    assertThatThrownBy(() -> new BatchOrder(4, 0, 1)).hasMessageContaining("got [4] and [0]");
    assertThatThrownBy(() -> new BatchOrder(4, 2, 1).batch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got [-1]");
  }
}
