package io.lautum.data.shard;

import io.lautum.Text;
import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Determines the examples of each minibatch. Every pass over the shard is a new permutation, and a
 * minibatch at the boundary contains the end of one pass and the start of the next. The result
 * depends only on the arguments, so that a retried task sees the same batches. Not thread-safe,
 * because it caches the permutations of two passes, which a minibatch at their boundary needs.
 */
public final class BatchOrder {
  private final int[] examples;
  private final int batchSize;
  private final long seed;
  private final long[] passes = {-1, -1};
  private final int[][] permutations = new int[2][];

  /**
   * Creates the order of all examples of a shard.
   *
   * @param size number of examples in the shard, at least 1
   * @param batchSize examples per minibatch, at least 1; may exceed {@code size}
   * @param seed seed of this worker's order
   */
  public BatchOrder(int size, int batchSize, long seed) {
    this(IntStream.range(0, size).toArray(), batchSize, seed);
  }

  /**
   * Creates the order of some examples of a shard.
   *
   * @param examples their positions in the shard, at least one
   * @param batchSize examples per minibatch, at least 1; may exceed the number of examples
   * @param seed seed of this worker's order
   */
  public BatchOrder(int[] examples, int batchSize, long seed) {
    if (examples.length < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "a batch order needs at least one example and a batch size of at least 1, got [%d]"
                  + " and [%d]",
              examples.length, batchSize));
    }
    this.examples = examples.clone();
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /**
   * Returns the positions in the shard of the examples of minibatch {@code iteration}, which counts
   * from 0.
   */
  public int[] batch(long iteration) {
    if (iteration < 0) {
      throw new IllegalArgumentException(
          Text.format("minibatches count from 0, got [%d]", iteration));
    }
    int[] batch = new int[batchSize];
    int size = examples.length;
    for (int i = 0; i < batchSize; i++) {
      long position = iteration * batchSize + i;
      batch[i] = examples[permutation(position / size)[(int) (position % size)]];
    }
    return batch;
  }

  private int[] permutation(long pass) {
    int place = (int) (pass % 2);
    if (passes[place] != pass) {
      permutations[place] = shuffled(examples.length, Seeds.derive(seed, pass));
      passes[place] = pass;
    }
    return permutations[place];
  }

  /** Returns a uniformly random permutation of 0 … size − 1 (Fisher and Yates). */
  public static int[] shuffled(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
