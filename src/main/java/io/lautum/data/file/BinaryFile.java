package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads big-endian numbers and blocks of bytes sequentially from one file, compressed or not. The
 * offsets in messages count bytes of the decompressed content.
 */
public final class BinaryFile implements Closeable {
  private final PositionedInput stream;

  private BinaryFile(PositionedInput stream) {
    this.stream = stream;
  }

  /**
   * Opens a file at its start.
   *
   * @throws DataException if the file does not exist or its compressed content is malformed
   */
  public static BinaryFile open(Configuration hadoop, Path path) throws IOException {
    return new BinaryFile(DataStream.open(hadoop, path));
  }

  /**
   * Opens a file of a folder or an entry of an archive at its start.
   *
   * @throws DataException if it does not exist or its compressed content is malformed
   */
  public static BinaryFile open(Configuration hadoop, StoredFile file) throws IOException {
    return new BinaryFile(file.open(hadoop));
  }

  /** Reads from an input that was opened elsewhere. */
  public static BinaryFile of(PositionedInput input) {
    return new BinaryFile(input);
  }

  /** Returns the path for messages. */
  public String path() {
    return stream.name();
  }

  public long position() {
    return stream.position();
  }

  /** Returns the size of the stored file, or of the archive's entry, in bytes. */
  public long fileLength() {
    return stream.fileLength();
  }

  public void forwardTo(long position) throws IOException {
    stream.forwardTo(position);
  }

  /**
   * Fills {@code block}.
   *
   * @param what content of the block, for the message
   * @throws DataException if the content ends first
   */
  public void read(byte[] block, String what) throws IOException {
    long start = stream.position();
    int read = readUpTo(block);
    if (read < block.length) {
      throw new DataException(
          Text.format(
              "%s: offset %d: expected %s of %d bytes, found the end of the file after %d",
              path(), start, what, block.length, read));
    }
  }

  /** Reads the next four bytes as a signed number. */
  public int readInt(String what) throws IOException {
    byte[] b = new byte[Integer.BYTES];
    read(b, what);
    return (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
  }

  /** Reads the next byte as a number from 0 to 255. */
  public int readByte(String what) throws IOException {
    long start = stream.position();
    byte[] one = new byte[1];
    if (readUpTo(one) < 1) {
      throw new DataException(
          Text.format(
              "%s: offset %d: expected %s, found the end of the file", path(), start, what));
    }
    return one[0] & 0xff;
  }

  /** Reads the content up to its end, at most {@code limit} bytes. */
  public byte[] readUpTo(int limit) throws IOException {
    byte[] block = new byte[limit];
    return Arrays.copyOf(block, readUpTo(block));
  }

  private int readUpTo(byte[] block) throws IOException {
    int filled = 0;
    int read = 0;
    while (filled < block.length && read >= 0) {
      read = stream.read(block, filled, block.length - filled);
      filled += Math.max(read, 0);
    }
    return filled;
  }

  /**
   * Checks the length of a file's content without reading it. Compressed files pass if they can
   * hold the content.
   *
   * @throws DataException if the content is shorter or longer, or the compressed file is too short
   */
  public void expectLength(long length, String why) {
    if (stream.compressed() && length > DataStream.mostUnpacked(fileLength())) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d bytes of content in a compressed file of %d bytes, found %d"
                  + " (%s); if you trust the file, unpack it",
              path(), DataStream.mostUnpacked(fileLength()), fileLength(), length, why));
    }
    if (!stream.compressed() && stream.fileLength() != length) {
      throw new DataException(
          Text.format("%s: expected %d bytes (%s), found %d", path(), length, why, fileLength()));
    }
  }

  /**
   * Checks that no content is left.
   *
   * @throws DataException if there are trailing bytes or a checksum at the end is wrong
   */
  public void expectEnd() throws IOException {
    long end = stream.position();
    if (readUpTo(new byte[1]) > 0) {
      throw new DataException(
          Text.format(
              "%s: offset %d: expected the end of the file, found trailing bytes", path(), end));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
