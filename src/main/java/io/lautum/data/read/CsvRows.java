package io.lautum.data.read;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.lautum.DataException;
import io.lautum.Text;

/**
 * Rows of a table of values, separated by tabs, commas, semicolons or vertical lines.
 *
 * @param mostColumns maximum number of values per row
 * @param mostCharacters maximum number of characters per value
 */
public record CsvRows(int mostColumns, int mostCharacters) {
  private static final String SEPARATORS = "\t,;|";

  /**
   * Returns the settings of a parser.
   *
   * @param first the table's first line, which shows the separator
   */
  public CsvParserSettings settings(String first) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator(first));
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

  private static char separator(String first) {
    return (char) SEPARATORS.chars().filter(it -> first.indexOf(it) >= 0).findFirst().orElse(';');
  }

  /**
   * Returns the next row; null at the end.
   *
   * @param name name of the table, for messages
   * @throws DataException if the row exceeds a limit
   */
  public String[] next(CsvParser parser, String name) {
    try {
      return parser.parseNext();
    } catch (TextParsingException e) {
      throw new DataException(
          Text.format(
              "%s: line %d: expected at most %d columns of %d characters, found more",
              name, e.getLineIndex() + 1, mostColumns, mostCharacters),
          e);
    }
  }
}
