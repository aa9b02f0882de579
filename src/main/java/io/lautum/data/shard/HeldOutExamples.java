package io.lautum.data.shard;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A random division of a shard's examples: the share of their number, rounded, but at least one, is
 * held out, and at least one stays.
 *
 * @param training positions of the examples that stay, ascending
 * @param heldOut positions of the examples that are held out, ascending
 */
public record HeldOutExamples(int[] training, int[] heldOut) {
  /**
   * Divides the examples of a shard.
   *
   * @param size number of examples in the shard, at least 1
   * @param share share that is held out, from 0 to below 1; 0 holds out none
   * @param seed seed of the division
   */
  public static HeldOutExamples of(int size, double share, long seed) {
    int count = count(size, share);
    if (count == 0) {
      return new HeldOutExamples(IntStream.range(0, size).toArray(), new int[0]);
    }
    int[] order = BatchOrder.shuffled(size, seed);
    return new HeldOutExamples(sorted(order, count, size), sorted(order, 0, count));
  }

  /**
   * Returns the number of examples that are held out.
   *
   * @param size number of examples, at least 1
   * @param share share that is held out, from 0 to below 1
   */
  public static int count(int size, double share) {
    return share == 0 ? 0 : (int) Math.min(Math.max(1, Math.round(share * size)), size - 1);
  }

  private static int[] sorted(int[] order, int first, int end) {
    int[] part = Arrays.copyOfRange(order, first, end);
    Arrays.sort(part);
    return part;
  }
}
