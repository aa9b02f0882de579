package io.lautum.data.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The content of one entry of an archive; no other entry may be read meanwhile. */
public final class EntryStream extends InputStream implements PositionedInput {
  private final String name;
  private final long length;
  private final Source source;
  private final Closeable archive;
  private long position;

  /** Reads the entry's next bytes. */
  @FunctionalInterface
  interface Source {
    int read(byte[] target, int offset, int count) throws IOException;
  }

  /**
   * Creates a stream.
   *
   * @param name path of archive and entry, for messages
   * @param length size of the content in bytes
   * @param archive what is closed with the stream
   */
  EntryStream(String name, long length, Source source, Closeable archive) {
    this.name = name;
    this.length = length;
    this.source = source;
    this.archive = archive;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long fileLength() {
    return length;
  }

  @Override
  public boolean compressed() {
    return false;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int wanted = (int) Math.min(count, length - position);
    int read = wanted == 0 && count > 0 ? -1 : source.read(target, offset, wanted);
    position += Math.max(read, 0);
    return read;
  }

  @Override
  public void forwardTo(long target) throws IOException {
    byte[] discarded = new byte[1 << 16];
    int read = 0;
    while (position < target && read >= 0) {
      read = read(discarded, 0, (int) Math.min(target - position, discarded.length));
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
