package io.lautum.data.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The names of an archive's entries, whose charset the archive need not state. */
final class EntryNames {
  private EntryNames() {}

  /**
   * Returns a name in UTF-8, or else in another charset, so that different names stay different.
   *
   * @param other a charset of one byte per character
   */
  static String of(byte[] name, Charset other) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, other);
    }
  }
}
