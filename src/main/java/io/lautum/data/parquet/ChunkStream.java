package io.lautum.data.parquet;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.SeekableInputStream;

/** A range of a file, which several streams of the same file may read in turns. */
final class ChunkStream extends InputStream {
  private final SeekableInputStream file;
  private final long end;
  private long position;

  ChunkStream(SeekableInputStream file, long start, long length) {
    this.file = file;
    this.position = start;
    this.end = start + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (position >= end) {
      return -1;
    }
    if (file.getPos() != position) {
      file.seek(position);
    }
    int read = file.read(target, offset, (int) Math.min(count, end - position));
    position += Math.max(read, 0);
    return read;
  }
}
