package io.lautum.data.prepare;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/**
 * Divides the target's training set, class by class, into the pool that labelled draws are taken
 * from and the unlabelled rest. The labels of the rest are used for nothing else. Immutable.
 */
final class LabelledPool implements ShardMembership {
  private final long seed;
  private final long[] byClass;
  private final long[] lastHash;

  private LabelledPool(long seed, long[] byClass, long[] lastHash) {
    this.seed = seed;
    this.byClass = byClass;
    this.lastHash = lastHash;
  }

  /**
   * Chooses a random share of each class, namely the examples whose ids have the lowest hashes: at
   * least one example per class, and never all of a class with two or more.
   *
   * @param examples training set, whose pixels are not read
   * @param sizes number of examples per class, at least 1
   * @param fraction share of each class
   */
  static LabelledPool choose(
      JavaRDD<ExampleBlock> examples, long[] sizes, double fraction, long seed) {
    long[] counts = new long[sizes.length];
    Arrays.setAll(
        counts,
        label -> Math.max(1, Math.min(Math.round(fraction * sizes[label]), sizes[label] - 1)));
    long[][] lastRanks = new long[sizes.length][];
    Arrays.setAll(lastRanks, label -> new long[] {counts[label] - 1});
    long count = Arrays.stream(sizes).sum();
    long[][] hashes = new HashRanks(examples, count, seed, (id, label) -> label).at(lastRanks);
    return new LabelledPool(
        seed, counts, Arrays.stream(hashes).mapToLong(hash -> hash[0]).toArray());
  }

  @Override
  public boolean contains(long id, int label) {
    return Long.compareUnsigned(HashRanks.hash(seed, id), lastHash[label]) <= 0;
  }

  /** Returns the number of examples in the pool per class. */
  long[] byClass() {
    return byClass.clone();
  }
}
