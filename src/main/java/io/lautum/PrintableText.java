package io.lautum;

import java.util.regex.Pattern;

/**
 * Makes text safe for messages, which quote files and paths: control characters become Unicode
 * escapes such as {@code \\u0007}, passwords in URIs and values of keys that name a secret become
 * {@code ***}, and a very long text is cut.
 */
public final class PrintableText {
  private static final int LONGEST = 1 << 13;

  /**
   * Control characters except tab and line ends, and characters that change the writing direction.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069&&[^\\t\\r\\n]]");

  /** A user name and the password after its colon, unless a port follows the colon. */
  private static final Pattern USER_INFO =
      Pattern.compile("://[^/@\\s:]*:(?!\\d+(?:/|\\s|$))[^@\\s]*@");

  /** The keys that spark.redaction.regex names by default, and their values. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:secret|password|passwd|token|access[._-]?key)[^\\s=]*=)\\S+");

  private PrintableText() {}

  /**
   * Returns the message of a library's exception on one line, to be quoted: it may repeat bytes of
   * the input, line ends among them. Empty if there is none.
   */
  public static String quoted(Throwable failure) {
    return failure.getMessage() == null ? "" : failure.getMessage().replaceAll("\\R+", " ").strip();
  }

  /** Returns the text without what a message must not show; null for null. */
  public static String of(String text) {
    if (text == null) {
      return null;
    }
    String shown = text;
    if (text.length() > LONGEST) {
      int left = text.length() - LONGEST;
      shown = text.substring(0, LONGEST) + Text.format("… and %d more characters", left);
    }
    shown = USER_INFO.matcher(shown).replaceAll("://***@");
    shown = SECRET.matcher(shown).replaceAll("$1***");
    return UNPRINTABLE
        .matcher(shown)
        .replaceAll(found -> Text.format("\\\\u%04x", (int) found.group().charAt(0)));
  }
}
