package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashRanksTest {
  private static final long SEED = 3;

  /** Returns all hashes of a group, sorted as unsigned numbers. */
  private static long[] sorted(int[] labels, int group) {
    return IntStream.range(0, labels.length)
        .filter(id -> labels[id] == group)
        .mapToLong(id -> HashRanks.hash(SEED, id))
        .boxed()
        .sorted(Long::compareUnsigned)
        .mapToLong(hash -> hash)
        .toArray();
  }

  private static long[][] at(int[] labels, long[][] ranks) {
    return at(labels, ranks, labels.length);
  }

  private static long[][] at(int[] labels, long[][] ranks, long count) {
    return new HashRanks(Blocks.of(labels), count, SEED, (id, label) -> label < 3 ? label : -1)
        .at(ranks);
  }

  @Test
  void everyRankOfEveryGroupIsFound() {
    int[] labels = IntStream.range(0, 1000).map(id -> new int[] {0, 3, 2, 2}[id % 4]).toArray();
    long[][] ranks = {
      LongStream.range(0, 250).toArray(), {}, LongStream.range(0, 500).toArray(),
    };
    long[][] found = at(labels, ranks);
    assertThat(found[0]).isEqualTo(sorted(labels, 0));
    assertThat(found[1]).isEmpty();
    assertThat(found[2]).isEqualTo(sorted(labels, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1L << 40})
  void ranksDoNotDependOnTheCount(long count) {
    int[] labels = IntStream.range(0, 1000).map(id -> id % 3).toArray();
    long[][] ranks = {{0, 7, 333}, {332}, {1}};
    assertThat(at(labels, ranks, count)).isDeepEqualTo(at(labels, ranks));
  }

  /** Half a million hashes of one group share 2^18 bins. */
  @Test
  void ranksInBinsWithSeveralHashesAreFound() {
    int[] labels = new int[500_000];
    long[] sorted = sorted(labels, 0);
    long[] ranks = {0, 1, 2, 249_999, 250_000, 499_998, 499_999};
    assertThat(at(labels, new long[][] {ranks})[0])
        .containsExactly(Arrays.stream(ranks).map(rank -> sorted[(int) rank]).toArray());
  }

  @Test
  void hashesOfDifferentIdsDiffer() {
    assertThat(LongStream.range(0, 100_000).map(id -> HashRanks.hash(SEED, id)).distinct().count())
        .isEqualTo(100_000);
    assertThat(HashRanks.hash(SEED, 5)).isNotEqualTo(HashRanks.hash(SEED + 1, 5));
  }

  @Test
  void noRanksNeedNoExamples() {
    assertThat(at(new int[0], new long[][] {{}, {}})).isDeepEqualTo(new long[][] {{}, {}});
  }
}
