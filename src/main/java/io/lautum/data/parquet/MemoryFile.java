package io.lautum.data.parquet;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;

/** A file in memory. */
final class MemoryFile extends DelegatingSeekableInputStream {
  private final Content content;

  MemoryFile(byte[] bytes) {
    this(new Content(bytes));
  }

  private MemoryFile(Content content) {
    super(content);
    this.content = content;
  }

  @Override
  public long getPos() {
    return content.position();
  }

  @Override
  public void seek(long position) {
    content.moveTo((int) position);
  }

  private static final class Content extends ByteArrayInputStream {
    private Content(byte[] bytes) {
      super(bytes);
    }

    private int position() {
      return pos;
    }

    private void moveTo(int position) {
      pos = position;
    }
  }
}
