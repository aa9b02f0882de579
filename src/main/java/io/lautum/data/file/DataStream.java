package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Seekable;

/**
 * The content of one file of a Hadoop file system, or of one entry of an archive, decompressed if
 * its first bytes are those of a {@link Compression}. Content that cannot be decompressed, or that
 * is far larger than the stored bytes before its end, causes a {@link DataException} with the
 * offset in the compressed file; an {@link IOException} always comes from the file system.
 */
public final class DataStream extends InputStream implements PositionedInput {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Maximum ratio of content to stored bytes; blank images reach about a hundred. */
  private static final long EXPANSION = 256;

  /** Size of content that is accepted for any number of stored bytes. */
  private static final long UNPACKED_BYTES = 64L << 20;

  private final String name;
  private final InputStream file;
  private final long fileLength;
  private final SourceStream source;
  private final boolean compressed;
  private InputStream content;
  private long position;

  private DataStream(String name, InputStream file, long fileLength) throws IOException {
    this.name = name;
    this.file = file;
    this.fileLength = fileLength;
    this.source = new SourceStream(file);
    InputStream buffered = new BufferedInputStream(source, BUFFER_BYTES);
    Compression compression;
    try {
      buffered.mark(Compression.MAGIC_BYTES);
      compression = Compression.of(buffered.readNBytes(Compression.MAGIC_BYTES));
      buffered.reset();
      buffered = compression.decompress(buffered);
    } catch (IOException e) {
      throw decoded(e);
    }
    this.compressed = compression != Compression.NONE;
    this.content = buffered;
  }

  /**
   * Opens a file at its start.
   *
   * @throws DataException if there is no such file or its compressed content is malformed
   */
  public static DataStream open(Configuration hadoop, Path path) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new DataException(Text.format("%s: expected a file, found none", path), e);
    }
    if (status.isDirectory()) {
      throw new DataException(Text.format("%s: expected a file, found a folder", path));
    }
    FSDataInputStream file = fileSystem.open(path);
    try {
      return new DataStream(path.toString(), file, status.getLen());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens the entry of an archive, which is closed with the stream.
   *
   * @throws DataException if its compressed content is malformed
   */
  static DataStream of(EntryStream entry) throws IOException {
    try {
      return new DataStream(entry.name(), entry, entry.fileLength());
    } catch (IOException | RuntimeException e) {
      entry.close();
      throw e;
    }
  }

  /** Returns the size of content that is accepted for a number of stored bytes. */
  static long mostUnpacked(long stored) {
    return UNPACKED_BYTES + EXPANSION * stored;
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
  public boolean compressed() {
    return compressed;
  }

  @Override
  public long fileLength() {
    return fileLength;
  }

  /**
   * Moves forward to {@code target}, or to the end of the content if that comes first. Seeks in a
   * plain file; decompresses a compressed one, and reads an entry.
   */
  @Override
  public void forwardTo(long target) throws IOException {
    if (target < position) {
      throw new IllegalArgumentException(
          Text.format("expected a position from %d on, got %d", position, target));
    }
    if (!compressed && file instanceof Seekable plain) {
      position = Math.min(target, fileLength);
      plain.seek(position);
      content = new BufferedInputStream(source, BUFFER_BYTES);
    } else {
      skipNBytesOrToEnd(target - position);
    }
  }

  /** Decompresses the remaining content, so that checksums at the end of the file are verified. */
  void drain() throws IOException {
    skipNBytesOrToEnd(Long.MAX_VALUE);
  }

  private void skipNBytesOrToEnd(long count) throws IOException {
    byte[] discarded = new byte[BUFFER_BYTES];
    long left = count;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = read(discarded, 0, (int) Math.min(left, discarded.length));
      left -= Math.max(read, 0);
    }
  }

  /**
   * Returns whether an exception on this stream was caused by the file system instead of the
   * content.
   */
  boolean sourceFailed() {
    return source.failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = content.read(target, offset, length);
    } catch (IOException e) {
      throw decoded(e);
    } catch (IndexOutOfBoundsException | IllegalStateException e) {
      // The decoder of bzip2 throws runtime exceptions on damaged blocks.
      throw decoded(new IOException(e));
    }
    position += Math.max(read, 0);
    long allowed = mostUnpacked(source.position);
    if (compressed && position > allowed) {
      throw new DataException(
          Text.format(
              "%s: by byte %d of %d: expected content of at most %d bytes, found more; if you trust"
                  + " the file, unpack it",
              name, source.position, fileLength, allowed));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    try {
      content.close();
    } finally {
      file.close();
    }
  }

  private IOException decoded(IOException e) {
    if (source.failed) {
      return e;
    }
    throw new DataException(
        Text.format(
            "%s: by byte %d of %d: expected intact compressed data, found: %s",
            name,
            source.position,
            fileLength,
            e instanceof EOFException ? "the end of the file" : e.getMessage()),
        e);
  }

  /** Reads the stored bytes and records whether reading failed. */
  private static final class SourceStream extends BlockStream {
    private long position;
    private boolean failed;

    private SourceStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int read = in.read(target, offset, length);
        position += Math.max(read, 0);
        return read;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }
}
