package io.lautum.experiment.storage;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that rejects content longer than a limit. */
public final class LimitedInput extends FilterInputStream {
  private final String name;
  private final long limit;
  private long position;

  /**
   * @param name name of the file, for messages
   * @param limit maximum number of bytes
   */
  public LimitedInput(InputStream in, String name, long limit) {
    super(in);
    this.name = name;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  /**
   * @throws DataException if the stream exceeds the limit
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    position += bytes;
    if (position > limit) {
      throw new DataException(
          Text.format("%s: offset %d: expected at most %d bytes, found more", name, limit, limit));
    }
  }
}
