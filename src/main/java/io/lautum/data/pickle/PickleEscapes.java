package io.lautum.data.pickle;

/** The escapes in the strings of pickles of protocol 0. */
final class PickleEscapes {
  private PickleEscapes() {}

  /**
   * Returns the bytes of a Python 2 string literal as characters with their numbers. An unknown
   * escape stays as it is, as in Python.
   */
  static String ofBytes(String literal) {
    StringBuilder text = new StringBuilder(literal.length());
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '\\' || i + 1 == literal.length()) {
        text.append(c);
        continue;
      }
      char escape = literal.charAt(++i);
      int known = "\\'\"nrtabfv".indexOf(escape);
      if (known >= 0) {
        text.append("\\'\"\n\r\t\007\b\f\013".charAt(known));
      } else if (escape == 'x' && hex(literal, i + 1, 2) >= 0) {
        text.append((char) hex(literal, i + 1, 2));
        i += 2;
      } else if (escape >= '0' && escape <= '7') {
        int value = 0;
        int end = Math.min(literal.length(), i + 3);
        int digit = i;
        while (digit < end && literal.charAt(digit) >= '0' && literal.charAt(digit) <= '7') {
          value = value * 8 + literal.charAt(digit++) - '0';
        }
        text.append((char) (value & 0xff));
        i = digit - 1;
      } else {
        text.append('\\').append(escape);
      }
    }
    return text.toString();
  }

  /** Returns the text of a line in Python's encoding {@code raw-unicode-escape}. */
  static String ofText(String line) {
    StringBuilder text = new StringBuilder(line.length());
    int backslashes = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      // An escape begins with an odd number of backslashes.
      backslashes = c == '\\' ? backslashes + 1 : 0;
      boolean escape = backslashes % 2 == 1 && i + 1 < line.length();
      int digits = !escape ? 0 : line.charAt(i + 1) == 'u' ? 4 : line.charAt(i + 1) == 'U' ? 8 : 0;
      int value = digits == 0 ? -1 : hex(line, i + 2, digits);
      if (value >= 0 && value <= Character.MAX_CODE_POINT) {
        text.appendCodePoint(value);
        i += 1 + digits;
        backslashes = 0;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Returns the number that {@code count} hexadecimal digits mean, or -1. */
  private static int hex(String text, int start, int count) {
    if (start + count > text.length()) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < start + count; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }
}
