package io.lautum;

import java.util.Locale;

/**
 * Text with values that does not depend on the locale. {@link String#formatted} writes numbers with
 * the digits of the machine's locale, such as Arabic ones, which paths, files and programs that
 * read them do not understand.
 */
public final class Text {
  private Text() {}

  /** Returns the text with the values in their places, as in the locale {@link Locale#ROOT}. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
