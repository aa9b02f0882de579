package io.lautum.network.engine.onednn;

import io.lautum.Text;
import org.bytedeco.javacpp.FloatPointer;

/** A row-major tensor in native memory, with a Java array for reading and writing it. */
final class HostTensor {
  private final FloatPointer pointer;
  private final float[] values;

  private HostTensor(Tensor tensor) {
    pointer = new FloatPointer(tensor.memory().get_data_handle());
    values = new float[(int) (tensor.rows() * tensor.features())];
  }

  /** Returns a view of the memory of a row-major tensor. */
  static HostTensor of(Tensor rowMajor) {
    return new HostTensor(rowMajor);
  }

  /** Returns a copy of the tensor that later operators do not change. */
  static HostTensor copy(Tensor tensor, Program program) {
    Tensor copy = program.rowMajor(tensor.shape());
    program.convert(tensor.memory(), copy.memory());
    return new HostTensor(copy);
  }

  /** Reads native memory into the array that {@link #write()} writes, and returns this array. */
  float[] read() {
    pointer.get(values);
    return values;
  }

  /** Returns the array without reading native memory. */
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
   * @throws IllegalArgumentException if its length differs from the tensor's, because native memory
   *     has no bounds checks
   */
  void write(float[] others) {
    if (others.length != values.length) {
      throw new IllegalArgumentException(
          Text.format("expected [%d] values, got [%d]", values.length, others.length));
    }
    pointer.put(others);
  }
}
