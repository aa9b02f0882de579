package io.lautum.data.file;

import io.lautum.DataException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.hadoop.fs.FSDataInputStream;

/** The content of one entry of a zip archive, at most as long as the directory says. */
final class ZipEntryStream implements PositionedInput {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FSDataInputStream file;
  private final String where;
  private final ZipRecord record;
  private final Inflater inflater;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long next;
  private final long end;
  private long position;
  private Closeable closing = () -> {};

  ZipEntryStream(FSDataInputStream file, String where, ZipRecord record, long start) {
    this.file = file;
    this.where = where;
    this.record = record;
    this.inflater = record.method() == ZipRecord.DEFLATED ? new Inflater(true) : null;
    this.next = start;
    this.end = start + record.storedSize();
  }

  /** Closes {@code other} together with this stream. */
  void closing(Closeable other) {
    closing = other;
  }

  @Override
  public String name() {
    return where;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long fileLength() {
    return record.size();
  }

  @Override
  public boolean compressed() {
    return false;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, record.size() - position);
    if (wanted <= 0) {
      return -1;
    }
    int read = inflater == null ? stored(target, offset, wanted) : inflated(target, offset, wanted);
    position += Math.max(read, 0);
    return read;
  }

  private int stored(byte[] target, int offset, int length) throws IOException {
    int count = (int) Math.min(length, end - next);
    if (count == 0) {
      return -1;
    }
    readFully(target, offset, count);
    return count;
  }

  private int inflated(byte[] target, int offset, int length) throws IOException {
    try {
      int read = inflater.inflate(target, offset, length);
      while (read == 0) {
        if (inflater.finished() || inflater.needsDictionary() || next == end) {
          return -1;
        }
        int count = (int) Math.min(buffer.length, end - next);
        readFully(buffer, 0, count);
        inflater.setInput(buffer, 0, count);
        read = inflater.inflate(target, offset, length);
      }
      return read;
    } catch (DataFormatException e) {
      throw new DataException(
          "%s: by byte %d of the archive: expected intact compressed data, found: %s"
              .formatted(where, next, e.getMessage()),
          e);
    }
  }

  private void readFully(byte[] target, int offset, int count) throws IOException {
    try {
      file.readFully(next, target, offset, count);
    } catch (EOFException e) {
      throw new DataException("%s: expected %d bytes at %d".formatted(where, count, next), e);
    }
    next += count;
  }

  @Override
  public void forwardTo(long target) throws IOException {
    if (inflater == null) {
      long skipped = Math.min(target, record.size()) - position;
      next += skipped;
      position += skipped;
      return;
    }
    byte[] discarded = new byte[BUFFER_BYTES];
    int read = 0;
    while (position < target && read >= 0) {
      read = read(discarded, 0, (int) Math.min(target - position, discarded.length));
    }
  }

  @Override
  public void close() throws IOException {
    if (inflater != null) {
      inflater.end();
    }
    closing.close();
  }
}
