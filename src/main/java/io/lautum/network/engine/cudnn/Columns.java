package io.lautum.network.engine.cudnn;

import java.util.function.Consumer;

/**
 * The division of the pixels of a tensor of the format {@link Format#PIXELS} into blocks; {@code
 * Column} in {@code kernels.cu} describes it. It depends only on the shape, and with it the order
 * of sums.
 */
record Columns(Tensor tensor) {
  private static final int MOST_ACROSS = 32;

  /** Items per thread: enough to repay what a thread computes once per channel. */
  private static final int ITEMS_PER_THREAD = 4;

  private static final int MOST_SPLITS = 512;

  private int groups() {
    return Format.PIXELS.padded(tensor.channels()) / Format.PIXELS.width();
  }

  /** Returns the number of groups of channels per block, a power of two. */
  int across() {
    int across = 1;
    while (across < groups() && across < MOST_ACROSS) {
      across *= 2;
    }
    return across;
  }

  /** Returns the number of parts in which the pixels are summed. */
  int splits() {
    int perBlock = Launch.THREADS / across() * ITEMS_PER_THREAD;
    return Math.max(1, Math.min(MOST_SPLITS, tensor.pixels() / perBlock));
  }

  /**
   * Appends sums in two stages.
   *
   * @param sums receives the sums
   * @param first appends the first stage, which writes {@link #splits} parts of the sums into the
   *     buffer that it is given
   */
  void sum(Buffer sums, Program program, Consumer<Buffer> first) {
    if (splits() == 1) {
      first.accept(sums);
      return;
    }
    Buffer parts = program.device().allocate(splits() * sums.bytes());
    first.accept(parts);
    int length = sums.length();
    program.launchBlocks("addManyParts", length, parts, splits(), sums, length);
  }

  /** Returns the number of blocks. */
  int blocks() {
    return (groups() + across() - 1) / across() * splits();
  }
}
