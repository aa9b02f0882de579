package io.lautum.data.file;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * One entry of a zip archive's directory.
 *
 * @param size size of the content
 * @param storedSize size of the content as it is stored
 * @param offset position of the entry's own header
 */
record ZipRecord(
    String name,
    int flags,
    int method,
    long crc,
    long size,
    long storedSize,
    long offset,
    int mode) {
  static final int LOCAL_HEADER_BYTES = 30;
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int HEADER_BYTES = 46;
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int ENCRYPTED = 1;
  private static final int LARGE = 1;
  private static final int LINK = 0xa000;
  private static final int TYPE = 0xf000;

  /** Returns the next bytes of the directory. */
  interface Source {
    byte[] next(int count) throws IOException;
  }

  /**
   * Reads the next entry of the directory.
   *
   * @param container name of the archive, for messages
   * @throws DataException if there is none
   */
  static ZipRecord read(Source directory, int signature, String container) throws IOException {
    ByteBuffer header = buffer(directory.next(HEADER_BYTES));
    if (header.getInt(0) != signature) {
      throw new DataException(
          "%s: expected an entry of the archive's directory, found other bytes"
              .formatted(container));
    }
    byte[] name = directory.next(Short.toUnsignedInt(header.getShort(28)));
    ByteBuffer extra = buffer(directory.next(Short.toUnsignedInt(header.getShort(30))));
    directory.next(Short.toUnsignedInt(header.getShort(32)));
    long[] sizes = {
      Integer.toUnsignedLong(header.getInt(24)),
      Integer.toUnsignedLong(header.getInt(20)),
      Integer.toUnsignedLong(header.getInt(42))
    };
    large(extra, sizes);
    for (long value : sizes) {
      if (value < 0) {
        throw new DataException(
            "%s: expected sizes of at least 0, found less".formatted(container));
      }
    }
    return new ZipRecord(
        text(name),
        header.getShort(8),
        header.getShort(10),
        Integer.toUnsignedLong(header.getInt(16)),
        sizes[0],
        sizes[1],
        sizes[2],
        header.getShort(40));
  }

  /** Replaces the values that do not fit into four bytes, in their order. */
  private static void large(ByteBuffer extra, long[] sizes) {
    while (extra.remaining() >= 4) {
      int type = extra.getShort();
      int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      int end = extra.position() + length;
      for (int i = 0; type == LARGE && i < sizes.length; i++) {
        if (sizes[i] == 0xffffffffL && end - extra.position() >= Long.BYTES) {
          sizes[i] = extra.getLong();
        }
      }
      extra.position(end);
    }
  }

  private static String text(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, Charset.forName("IBM437"));
    }
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean folder() {
    return name.endsWith("/") || name.endsWith("\\");
  }

  /**
   * Checks that the content can be read.
   *
   * @throws DataException if the entry is a link, encrypted, or compressed by another method
   */
  void requireReadable(String where) {
    if ((mode & TYPE) == LINK) {
      throw new DataException("%s: expected a regular file, found a link".formatted(where));
    }
    if ((flags & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
      throw new DataException(
          "%s: expected an entry that is stored or deflated, found %s"
              .formatted(
                  where, (flags & ENCRYPTED) != 0 ? "an encrypted one" : "method " + method));
    }
    if (method == STORED && size != storedSize) {
      throw new DataException(
          "%s: expected as many stored bytes as the content's %d, found %d"
              .formatted(where, size, storedSize));
    }
  }

  /**
   * Returns where the content starts.
   *
   * @param localHeader the header in front of it
   * @throws DataException if it is none
   */
  long dataOffset(byte[] localHeader, String where) {
    ByteBuffer header = buffer(localHeader);
    if (header.getInt(0) != LOCAL_HEADER) {
      throw new DataException(
          "%s: offset %d: expected the header of an entry, found other bytes"
              .formatted(where, offset));
    }
    return offset
        + LOCAL_HEADER_BYTES
        + Short.toUnsignedInt(header.getShort(26))
        + Short.toUnsignedInt(header.getShort(28));
  }
}
