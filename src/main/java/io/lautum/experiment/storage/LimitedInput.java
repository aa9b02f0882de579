package io.lautum.experiment.storage;

import io.lautum.DataException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to be longer than what it is read for can be. */
public final class LimitedInput extends FilterInputStream {
  private final String name;
  private final long limit;
  private long position;

  /**
   * @param name the file's, for messages
   * @param limit the most bytes that it may have
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
   * @throws DataException at the first byte beyond the limit
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
          "%s: offset %d: expected at most %d bytes, found more".formatted(name, limit, limit));
    }
  }
}
