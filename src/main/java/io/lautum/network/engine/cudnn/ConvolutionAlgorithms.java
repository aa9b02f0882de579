package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import java.io.Serializable;
import java.util.Arrays;

/** cuDNN's numbers of the algorithms for the three computations of a convolution. */
record ConvolutionAlgorithms(int forward, int backwardData, int backwardFilter)
    implements Serializable {
  /** Returns the numbers as text, {@code forward/data/filter}. */
  String text() {
    return forward + "/" + backwardData + "/" + backwardFilter;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static ConvolutionAlgorithms parse(String text) {
    if (!text.matches("\\d{1,3}/\\d{1,3}/\\d{1,3}")) {
      throw new IllegalArgumentException(
          Text.format("expected three numbers of algorithms, got [%s]", text));
    }
    int[] numbers = Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray();
    return new ConvolutionAlgorithms(numbers[0], numbers[1], numbers[2]);
  }
}
