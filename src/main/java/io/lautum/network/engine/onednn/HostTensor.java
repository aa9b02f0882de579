package io.lautum.network.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** A row-major tensor in native memory that Java reads and writes as an array of its own. */
final class HostTensor {
  private final FloatPointer pointer;
  private final float[] values;

  private HostTensor(Tensor tensor) {
    pointer = new FloatPointer(tensor.memory().get_data_handle());
    values = new float[(int) (tensor.rows() * tensor.features())];
  }

  /** The memory of a tensor that is row-major already. */
  static HostTensor of(Tensor rowMajor) {
    return new HostTensor(rowMajor);
  }

  /** A copy of the tensor that later operators do not change. */
  static HostTensor copy(Tensor tensor, Program program) {
    Tensor copy = program.rowMajor(tensor.shape());
    program.convert(tensor.memory(), copy.memory());
    return new HostTensor(copy);
  }

  /** What native memory holds, in the array that {@link #write()} writes. */
  float[] read() {
    pointer.get(values);
    return values;
  }

  /** The array as it was last read or written. */
  float[] values() {
    return values;
  }

  /** Writes the array to native memory. */
  void write() {
    pointer.put(values);
  }

  /**
   * Writes another array to native memory.
   *
   * @throws IllegalArgumentException if its length is not the tensor's: native memory has no bounds
   */
  void write(float[] others) {
    if (others.length != values.length) {
      throw new IllegalArgumentException(
          "expected [%d] values, got [%d]".formatted(values.length, others.length));
    }
    pointer.put(others);
  }
}
