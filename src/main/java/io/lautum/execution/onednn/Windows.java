package io.lautum.execution.onednn;

import java.util.Arrays;

/** Shapes of what slides a window over an image. */
final class Windows {
  private Windows() {}

  /**
   * Shape of the output, with windows that do not fit at the end dropped.
   *
   * @param input (rows, channels, height, width)
   */
  static long[] output(long[] input, long channels, long[] window, long[] stride, long[] padding) {
    return new long[] {
      input[0],
      channels,
      (input[2] + 2 * padding[0] - window[0]) / stride[0] + 1,
      (input[3] + 2 * padding[1] - window[1]) / stride[1] + 1
    };
  }

  static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
