package io.lautum.network.engine.cudnn;

import io.lautum.Text;

/**
 * A range of a device's memory.
 *
 * @param address address of the first byte
 * @param bytes length
 */
record Buffer(long address, long bytes) {
  /** Returns the number of 32-bit values. */
  int length() {
    return Math.toIntExact(bytes / Float.BYTES);
  }

  /**
   * Returns a part of this buffer.
   *
   * @param from position of the first 32-bit value
   * @param length number of 32-bit values
   * @throws IllegalArgumentException if the part is not inside the buffer
   */
  Buffer part(long from, long length) {
    if (from < 0 || length < 0 || (from + length) * Float.BYTES > bytes) {
      throw new IllegalArgumentException(
          Text.format(
              "expected a part of [%d] values, got [%d] from [%d]", length(), length, from));
    }
    return new Buffer(address + from * Float.BYTES, length * Float.BYTES);
  }
}
