package io.lautum.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.univocity.parsers.csv.CsvParser;
import io.lautum.DataException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  private static final CsvRows CSV = new CsvRows(100, 1000);

  private static List<List<String>> rows(String text) throws IOException {
    CsvParser parser = new CsvParser(CSV.settings(text.lines().findFirst().orElseThrow()));
    parser.beginParsing(new StringReader(text));
    List<List<String>> rows = new ArrayList<>();
    for (String[] row = CSV.next(parser, "t"); row != null; row = CSV.next(parser, "t")) {
      rows.add(List.of(row));
    }
    return rows;
  }

  /** Names of measurements have commas, as in {@code "length, cm"}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a;b;length, cm ! 3",
        "length, cm;width, cm;area ! 3",
        "a;\"b, c, d, e\" ! 2",
        "a|b;c|d ! 3",
        "a,b;c,d ! 3",
        "a,\"b;c;d\" ! 2",
        "name ! 1"
      })
  void separatorIsTheMostFrequentOne(String header, int columns) throws IOException {
    assertThat(rows(header).get(0)).hasSize(columns);
  }

  /** Excel reads a first line {@code sep=;} and does not show it. */
  @ParameterizedTest
  @ValueSource(strings = {"sep=;\na,x;b\n1;2\n", "SEP=;\r\na,x;b\r\n1;2\r\n", "sep=;\ra,x;b\r1;2"})
  void separatorOfExcelsFirstLineIsUsed(String text) throws IOException {
    assertThat(rows(text)).containsExactly(List.of("a,x", "b"), List.of("1", "2"));
  }

  @Test
  void anyCharacterMayBeExcelsSeparator() throws IOException {
    assertThat(rows("sep=,\na;x,b\n")).containsExactly(List.of("a;x", "b"));
    assertThat(rows("sep=\t\na;x\tb\n")).containsExactly(List.of("a;x", "b"));
    assertThat(rows("sep=;b\n1;2\n")).containsExactly(List.of("sep=", "b"), List.of("1", "2"));
  }

  @Test
  void tabsAreSeparatorsWhateverElseTheNamesHave() throws IOException {
    assertThat(rows("a, b, c\td;e")).containsExactly(List.of("a, b, c", "d;e"));
  }

  @Test
  void quotedValuesMayHaveLinesSeparatorsAndQuotes() throws IOException {
    assertThat(rows("a,b\n\"x\ny, \"\"z\"\"\" ,1\r\n\r\n\"\"\"p\"\"\nq\"\n5\" disk,\"6\"\n"))
        .containsExactly(
            List.of("a", "b"),
            List.of("x\ny, \"z\"", "1"),
            List.of("\"p\"\nq"),
            List.of("5\" disk", "6"));
    assertThat(rows("a\tb\n\"x\ny\"\t\"z\n\"")).contains(List.of("x\ny", "z\n"));
  }

  /** The rows up to the next quote would be lost. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a,b\n1,\"x\n2,y\n", "a,b\n1,\"x\n2,\"y\"\n3,z\n", "a,b\n 1,\"x\n2,y\n3,\"z\"\n"})
  void quotesThatAreNotClosedAreRejected(String text) {
    assertThatThrownBy(() -> rows(text))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "t: expected a quote at the end of each value that starts with one, found none in the"
                + " rows from this one on: 1,\"x");
  }

  /** The parser wraps every exception, but a failed file system must not look like a bad table. */
  @Test
  void failuresOfTheFileSystemKeepTheirKind() {
    assertThatThrownBy(() -> CSV.next(parser(new IOException("lost")), "t"))
        .isInstanceOf(IOException.class)
        .hasMessage("lost");
    assertThatThrownBy(() -> CSV.next(parser(new DataException("cut")), "t"))
        .isInstanceOf(DataException.class)
        .hasMessage("cut");
  }

  private static CsvParser parser(Exception failure) throws IOException {
    Reader reader =
        new Reader() {
          private boolean failing;

          @Override
          public int read(char[] target, int offset, int length) throws IOException {
            if (failing && failure instanceof IOException lost) {
              throw lost;
            }
            if (failing) {
              throw (RuntimeException) failure;
            }
            failing = true;
            target[offset] = 'a';
            return 1;
          }

          @Override
          public void close() {}
        };
    CsvParser parser = new CsvParser(CSV.settings("a"));
    CsvRows.begin(parser, reader);
    return parser;
  }
}
