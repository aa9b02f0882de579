package io.lautum.data.file;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The end of a zip archive, which says where its directory is.
 *
 * @param entries number of entries
 * @param offset position of the directory
 */
record ZipEnd(long entries, long offset) {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LARGE_END = 0x06064b50;
  private static final int LARGE_END_BYTES = 56;
  private static final int LARGE_LOCATOR = 0x07064b50;
  private static final int LARGE_LOCATOR_BYTES = 20;
  private static final int MOST_COMMENT = 1 << 16;

  /**
   * Finds the end, which a comment may follow.
   *
   * @throws DataException if there is none, or it points out of the file
   */
  static ZipEnd read(Path path, FSDataInputStream file, long length) throws IOException {
    int tail = (int) Math.min(length, END_BYTES + MOST_COMMENT + LARGE_LOCATOR_BYTES);
    ByteBuffer bytes = bytes(file, length - tail, tail);
    for (int i = tail - END_BYTES; i >= 0; i--) {
      if (bytes.getInt(i) == END) {
        ZipEnd end =
            new ZipEnd(
                Short.toUnsignedLong(bytes.getShort(i + 10)),
                Integer.toUnsignedLong(bytes.getInt(i + 16)));
        int locator = i - LARGE_LOCATOR_BYTES;
        if (locator >= 0 && bytes.getInt(locator) == LARGE_LOCATOR) {
          end = large(path, file, bytes.getLong(locator + 8), length);
        }
        if (end.entries < 0 || end.offset < 0 || end.offset > length) {
          throw new DataException(
              "%s: expected a directory within %d bytes, found one of %d entries at %d"
                  .formatted(path, length, end.entries, end.offset));
        }
        return end;
      }
    }
    throw new DataException(
        "%s: expected the directory of a zip archive at the end of the file, found none; the file"
                .formatted(path)
            + " may be incomplete");
  }

  private static ZipEnd large(Path path, FSDataInputStream file, long offset, long length)
      throws IOException {
    if (offset < 0 || offset > length - LARGE_END_BYTES) {
      throw new DataException(
          "%s: expected the end of the directory within %d bytes, found the offset %d"
              .formatted(path, length, offset));
    }
    ByteBuffer end = bytes(file, offset, LARGE_END_BYTES);
    if (end.getInt(0) != LARGE_END) {
      throw new DataException(
          "%s: offset %d: expected the end of a large archive's directory, found other bytes"
              .formatted(path, offset));
    }
    return new ZipEnd(end.getLong(32), end.getLong(48));
  }

  private static ByteBuffer bytes(FSDataInputStream file, long offset, int count)
      throws IOException {
    byte[] bytes = new byte[count];
    file.readFully(offset, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
