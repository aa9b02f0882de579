package io.lautum.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * A reader of bytes under test.
 *
 * @param seeds valid inputs to start from
 * @param reader passes bytes to the reader
 * @param fixedBytes bytes that the reader may allocate independently of the input's length
 * @param bytesPerByte additional bytes that it may allocate per byte of input
 */
record FuzzTarget(List<byte[]> seeds, Reader reader, long fixedBytes, long bytesPerByte) {
  /** Reads one input. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] input) throws IOException;
  }

  /** Returns the maximum number of bytes that reading an input may allocate. */
  long bound(byte[] input) {
    return fixedBytes + bytesPerByte * input.length;
  }
}
