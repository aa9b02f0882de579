package io.lautum.network.engine.cudnn;

import java.util.Arrays;

/** The division of a kernel's work into blocks of threads. */
final class Launch {
  /** Threads per block, as {@code BLOCK} in {@code kernels.cu}. */
  static final int THREADS = 256;

  /** Values of a channel per block: enough that starting the block takes little of the time. */
  private static final int VALUES_PER_BLOCK = 16 * THREADS;

  private static final int MAXIMUM_PARTS = 64;

  private Launch() {}

  /** Returns the number of blocks with one thread per value. */
  static int blocks(int values) {
    return (values + THREADS - 1) / THREADS;
  }

  /** Returns the number of parts in which the values of a channel are summed; by shape only. */
  static int parts(Tensor tensor) {
    return Math.max(1, Math.min(MAXIMUM_PARTS, tensor.pixels() / VALUES_PER_BLOCK));
  }

  /** Returns the arguments followed by the number of values. */
  static Object[] withCount(int values, Object... arguments) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = values;
    return all;
  }
}
