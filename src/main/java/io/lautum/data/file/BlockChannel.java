package io.lautum.data.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A file of a Hadoop file system as a channel that reads aligned blocks, because readers of
 * archives move backwards and forwards in small steps, each of which costs a request on remote file
 * systems.
 */
final class BlockChannel implements SeekableByteChannel {
  private static final int BLOCK_BYTES = 1 << 16;

  private final FSDataInputStream file;
  private final long length;
  private final byte[] block = new byte[BLOCK_BYTES];
  private long blockStart = -1;
  private long position;
  private long allowed = Long.MAX_VALUE;
  private boolean failed;
  private boolean closed;

  /** Creates a channel that closes the file. */
  BlockChannel(FSDataInputStream file, long length) {
    this.file = file;
    this.length = length;
  }

  /** Returns whether the file system, not the content, caused an exception. */
  boolean sourceFailed() {
    return failed;
  }

  /** Lets {@link #read} return at most {@code bytes} from now on. */
  void limit(long bytes) {
    allowed = bytes;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= length) {
      return -1;
    }
    load(position - position % BLOCK_BYTES);
    int offset = (int) (position - blockStart);
    int available = (int) Math.min(BLOCK_BYTES - offset, length - position);
    int count = Math.min(target.remaining(), available);
    target.put(block, offset, count);
    position += count;
    allowed -= count;
    if (allowed < 0) {
      throw new IOException("more than the largest directory that is accepted");
    }
    return count;
  }

  private void load(long start) throws IOException {
    if (start == blockStart) {
      return;
    }
    blockStart = -1;
    try {
      if (file.getPos() != start) {
        file.seek(start);
      }
      file.readFully(block, 0, (int) Math.min(BLOCK_BYTES, length - start));
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    blockStart = start;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new IOException("a position of at least 0, found " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    file.close();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
