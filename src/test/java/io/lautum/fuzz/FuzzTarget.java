package io.lautum.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * One reader of bytes under test.
 *
 * @param seeds whole inputs to start from
 * @param reader gives bytes to the reader
 * @param fixedBytes what the reader may allocate whatever the length of the input
 * @param bytesPerByte what it may allocate for each byte of input, beside
 */
record FuzzTarget(List<byte[]> seeds, Reader reader, long fixedBytes, long bytesPerByte) {
  /** Reads one input. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] input) throws IOException;
  }

  /** The most bytes that reading an input may allocate. */
  long bound(byte[] input) {
    return fixedBytes + bytesPerByte * input.length;
  }
}
