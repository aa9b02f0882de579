package io.lautum.data.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that reads a single byte as a block of one byte, so that a subclass sees all bytes in
 * {@link #read(byte[], int, int)}.
 */
abstract class BlockStream extends FilterInputStream {
  BlockStream(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
