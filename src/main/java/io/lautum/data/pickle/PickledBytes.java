package io.lautum.data.pickle;

import java.nio.charset.StandardCharsets;

/**
 * A string of bytes in a pickle. A long one stays in the file and is read when it is needed.
 *
 * @param content the bytes; null if they stay in the file
 * @param offset position of the first stored byte in the decompressed file
 * @param length number of stored bytes
 * @param utf8 whether the file stores each byte as a character (U+0000 to U+00FF) in UTF-8
 */
public record PickledBytes(byte[] content, long offset, long length, boolean utf8) {
  /** Returns a string that the pickle's reader has in memory. */
  static PickledBytes of(byte[] content) {
    return new PickledBytes(content, 0, content.length, false);
  }

  /** Returns the bytes as text, as names are stored. */
  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
