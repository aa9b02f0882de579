package io.lautum.data.pickle;

import io.lautum.DataException;
import io.lautum.data.file.BinaryFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The numbers and lines of a pickle, within a limit on what is kept in memory. */
final class PickleInput {
  /** Maximum size of all strings of a pickle that are kept in memory. */
  private static final long MOST_KEPT = 64L << 20;

  private final BinaryFile file;
  private final PickleStack stack;
  private long kept;

  PickleInput(BinaryFile file, PickleStack stack) {
    this.file = file;
    this.stack = stack;
  }

  /** Counts bytes that are kept in memory. */
  void keep(long bytes) {
    kept += bytes;
    if (kept > MOST_KEPT) {
      throw stack.fault("expected strings of at most %d bytes in all, found more", MOST_KEPT);
    }
  }

  /** Reads to the end of the line, whose characters have the numbers of the bytes. */
  String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = file.readByte("a line"); b != '\n'; b = file.readByte("a line")) {
      keep(1);
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  Long decimal(String digits) {
    try {
      return Long.valueOf(digits.strip());
    } catch (NumberFormatException e) {
      throw new DataException(
          stack.where() + ": expected a whole number of at most 64 bits, found another", e);
    }
  }

  Double real(String digits) {
    try {
      return Double.valueOf(digits.strip());
    } catch (NumberFormatException e) {
      throw new DataException(stack.where() + ": expected a number, found none", e);
    }
  }

  /** Reads a little-endian number without sign. */
  long unsigned(int size) throws IOException {
    byte[] bytes = new byte[Long.BYTES];
    byte[] stored = new byte[size];
    file.read(stored, "a number");
    System.arraycopy(stored, 0, bytes, 0, size);
    long value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (value < 0) {
      throw stack.fault("expected a length of at most 63 bits, found a larger one");
    }
    return value;
  }

  /** Reads a little-endian number in two's complement. */
  Long signed(long size) throws IOException {
    if (size > Long.BYTES) {
      throw stack.fault("expected a whole number of at most 64 bits, found %d bytes", size);
    }
    byte[] stored = new byte[(int) size];
    file.read(stored, "a number");
    long value = size == 0 || stored[stored.length - 1] >= 0 ? 0 : -1;
    for (int i = stored.length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | stored[i] & 0xff;
    }
    return value;
  }
}
