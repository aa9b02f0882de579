package io.lautum;

import java.util.regex.Pattern;

/**
 * Text for messages, which quote files and paths: what a terminal or a log would act on is written
 * as {@code \\uXXXX}, a password in a URI or of a key that names one as {@code ***}, and an endless
 * text is cut.
 */
final class PrintableText {
  private static final int LONGEST = 1 << 13;

  /** Controls but tab and line ends, and what turns the direction of writing. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069&&[^\\t\\r\\n]]");

  /** A user and what follows its colon, unless that is a port. */
  private static final Pattern USER_INFO =
      Pattern.compile("://[^/@\\s:]*:(?!\\d+(?:/|\\s|$))[^@\\s]*@");

  /** The keys that spark.redaction.regex names by default, and their values. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:secret|password|passwd|token|access[._-]?key)[^\\s=]*=)\\S+");

  private PrintableText() {}

  static String of(String text) {
    if (text == null) {
      return null;
    }
    String shown = text;
    if (text.length() > LONGEST) {
      int left = text.length() - LONGEST;
      shown = text.substring(0, LONGEST) + "… and %d more characters".formatted(left);
    }
    shown = USER_INFO.matcher(shown).replaceAll("://***@");
    shown = SECRET.matcher(shown).replaceAll("$1***");
    return UNPRINTABLE
        .matcher(shown)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
