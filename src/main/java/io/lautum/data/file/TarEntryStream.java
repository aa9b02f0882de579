package io.lautum.data.file;

import java.io.IOException;

/** The content of one entry of a tar archive; no other entry may be read meanwhile. */
final class TarEntryStream implements PositionedInput {
  private final TarContainer container;
  private final String name;
  private final long length;
  private long position;

  TarEntryStream(TarContainer container, String name, long length) {
    this.container = container;
    this.name = name;
    this.length = length;
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
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = container.read(target, offset, count);
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
    container.close();
  }
}
