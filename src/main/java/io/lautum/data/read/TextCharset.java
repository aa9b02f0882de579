package io.lautum.data.read;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The charset of a text file, by its first bytes. */
public final class TextCharset {
  /** The number of first bytes that {@link #of} needs. */
  public static final int BYTES = 2;

  private TextCharset() {}

  /** Returns UTF-8, or UTF-16 if there is its byte order mark, as in Excel's "Unicode text". */
  public static Charset of(byte[] start) {
    int mark = start.length < BYTES ? 0 : (start[0] & 0xff) << 8 | start[1] & 0xff;
    return mark == 0xfffe || mark == 0xfeff ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }
}
