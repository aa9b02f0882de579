package io.lautum.data.file;

import java.io.Closeable;
import java.io.IOException;

/** The content of a file or of an archive's entry, read from its start to its end. */
interface PositionedInput extends Closeable {
  /** Returns the path for messages: that of the file, or of the archive and the entry. */
  String name();

  /** Returns the number of bytes of content before the next one. */
  long position();

  /** Returns the size of the stored file in bytes. */
  long fileLength();

  /** Returns whether the file is compressed, so that the length of its content is unknown. */
  boolean compressed();

  /**
   * Reads like {@link java.io.InputStream#read(byte[], int, int)}.
   *
   * @throws io.lautum.DataException if compressed content or an archive is malformed
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Moves forward to {@code target}, or to the end of the content if that comes first. */
  void forwardTo(long target) throws IOException;
}
