package io.lautum.data.prepare;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/**
 * Divides the target's training set, by class, into the pool from which labelled draws come and the
 * unlabelled rest. This is all that the labels of the rest are used for. Immutable.
 */
final class LabelledPool implements Members {
  private final long seed;
  private final long[] byClass;
  private final long[] lastHash;

  private LabelledPool(long seed, long[] byClass, long[] lastHash) {
    this.seed = seed;
    this.byClass = byClass;
    this.lastHash = lastHash;
  }

  /**
   * A random share of each class, at least one example of each and never all of a class that has
   * two: those whose ids have the lowest hashes.
   *
   * @param examples the training set; pixels are not looked at
   * @param sizes number of examples by class, at least 1
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
    long[][] hashes = new HashRanks(examples, seed, (id, label) -> label).at(lastRanks);
    return new LabelledPool(
        seed, counts, Arrays.stream(hashes).mapToLong(hash -> hash[0]).toArray());
  }

  @Override
  public boolean contains(long id, int label) {
    return Long.compareUnsigned(HashRanks.hash(seed, id), lastHash[label]) <= 0;
  }

  /** Number of examples in the pool by class. */
  long[] byClass() {
    return byClass.clone();
  }
}
