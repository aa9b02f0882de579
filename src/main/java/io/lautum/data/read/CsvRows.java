package io.lautum.data.read;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Rows of a table of values, separated by tabs, commas, semicolons or vertical lines.
 *
 * @param mostColumns maximum number of values per row
 * @param mostCharacters maximum number of characters per value
 */
public record CsvRows(int mostColumns, int mostCharacters) {
  private static final char[] SEPARATORS = {';', '|', ','};

  /** Characters of a row in a message. */
  private static final int SHOWN = 80;

  private static final Pattern STATED = Pattern.compile("(?i)sep=.");
  private static final int STATED_AT = 4;
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /**
   * Returns the settings of a parser.
   *
   * @param first the table's first line, which shows the separator, or states it as {@code sep=;}
   *     for Excel and is no row then
   */
  public CsvParserSettings settings(String first) {
    CsvParserSettings settings = new CsvParserSettings();
    boolean stated = STATED.matcher(first).matches();
    settings.setNumberOfRowsToSkip(stated ? 1 : 0);
    settings.getFormat().setDelimiter(stated ? first.charAt(STATED_AT) : separator(first));
    settings.getFormat().setLineSeparator("\n");
    settings.setLineSeparatorDetectionEnabled(true);
    settings.getFormat().setComment('\0');
    settings.setMaxColumns(mostColumns);
    settings.setMaxCharsPerColumn(mostCharacters);
    settings.setEmptyValue("");
    settings.setNullValue("");
    // A thread that reads ahead would outlive a table that is not read to its end.
    settings.setReadInputOnSeparateThread(false);
    return settings;
  }

  /** Names may contain separators, commas most often. */
  private static char separator(String first) {
    String names = QUOTED.matcher(first).replaceAll("");
    if (names.indexOf('\t') >= 0) {
      return '\t';
    }
    char most = ';';
    for (char separator : SEPARATORS) {
      if (count(names, separator) > count(names, most)) {
        most = separator;
      }
    }
    return most;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(character -> character == wanted).count();
  }

  /**
   * Starts to read a table, in place of the parser's own method.
   *
   * @throws IOException if the file system fails
   */
  public static void begin(CsvParser parser, Reader reader) throws IOException {
    try {
      parser.beginParsing(reader);
    } catch (RuntimeException e) {
      throwSource(e);
      throw e;
    }
  }

  /** Throws the exception of the stream that the parser reads, which the parser wraps. */
  private static void throwSource(RuntimeException wrapped) throws IOException {
    for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException fault) {
        throw fault;
      }
      if (cause instanceof IOException failure) {
        throw failure;
      }
    }
  }

  /**
   * Returns the next row; null at the end.
   *
   * @param name name of the table, for messages
   * @throws DataException if the row exceeds a limit, or a quote is not closed
   * @throws IOException if the file system fails
   */
  public String[] next(CsvParser parser, String name) throws IOException {
    String[] row;
    try {
      row = parser.parseNext();
    } catch (TextParsingException e) {
      throwSource(e);
      throw new DataException(
          Text.format(
              "%s: line %d: expected at most %d columns of %d characters, found more; a quote may"
                  + " not be closed",
              name, e.getLineIndex() + 1, mostColumns, mostCharacters),
          e);
    }
    boolean lines = row != null && Arrays.stream(row).anyMatch(value -> value.indexOf('\n') >= 0);
    String text = lines ? parser.getContext().currentParsedContent() : null;
    if (lines && !areQuotesClosed(text, parser.getDetectedFormat().getDelimiter())) {
      String start = text.strip().lines().findFirst().orElse("");
      throw new DataException(
          Text.format(
              "%s: expected a quote at the end of each value that starts with one, found none in"
                  + " the rows from this one on: %s",
              name, start.substring(0, Math.min(start.length(), SHOWN))));
    }
    return row;
  }

  /** Returns whether quotes in quoted values are doubled (RFC 4180), and the last one is closed. */
  private static boolean areQuotesClosed(String row, char separator) {
    boolean start = true;
    int i = 0;
    while (i < row.length()) {
      char character = row.charAt(i++);
      if (start && character == '"') {
        i = afterQuotes(row, i);
        while (i < row.length() && row.charAt(i) != separator && isSpace(row.charAt(i))) {
          i++;
        }
        if (i > row.length() || i < row.length() && row.charAt(i) != separator) {
          return false;
        }
      }
      start = character == separator || start && isSpace(character);
    }
    return true;
  }

  private static boolean isSpace(char character) {
    return Character.isWhitespace(character);
  }

  /** Returns the place after the quote that ends a value; beyond the row if there is none. */
  private static int afterQuotes(String row, int value) {
    int quote = row.indexOf('"', value);
    while (quote >= 0 && quote + 1 < row.length() && row.charAt(quote + 1) == '"') {
      quote = row.indexOf('"', quote + 2);
    }
    return quote < 0 ? row.length() + 1 : quote + 1;
  }
}
