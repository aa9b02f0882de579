package io.lautum.data.shard;

import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;

/**
 * Which examples a minibatch holds: every pass over the shard is a fresh permutation, and a
 * minibatch at the seam takes the rest of one pass and the start of the next. The answer depends on
 * the arguments alone, so that a retried task sees the same batches. Keeps the permutation of the
 * last pass asked for: not for several threads.
 */
public final class BatchOrder {
  private final int size;
  private final int batchSize;
  private final long seed;
  private long pass = -1;
  private int[] permutation;

  /**
   * @param size examples in the shard, at least 1
   * @param batchSize examples a minibatch, at least 1; may exceed {@code size}
   * @param seed of this worker's order
   */
  public BatchOrder(int size, int batchSize, long seed) {
    if (size < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "a batch order needs an example and a batch of one or more, got [%d] and [%d]"
              .formatted(size, batchSize));
    }
    this.size = size;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** Examples per minibatch. */
  public int batchSize() {
    return batchSize;
  }

  /** Positions in the shard of the examples of minibatch {@code iteration}, from 0. */
  public int[] batch(long iteration) {
    if (iteration < 0) {
      throw new IllegalArgumentException("minibatches count from 0, got [%d]".formatted(iteration));
    }
    int[] batch = new int[batchSize];
    for (int i = 0; i < batchSize; i++) {
      long position = iteration * batchSize + i;
      batch[i] = permutation(position / size)[(int) (position % size)];
    }
    return batch;
  }

  private int[] permutation(long wanted) {
    if (wanted != pass) {
      permutation = shuffled(size, Seeds.derive(seed, wanted));
      pass = wanted;
    }
    return permutation;
  }

  /** A uniformly random order of 0 … size − 1 (Fisher and Yates). */
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
