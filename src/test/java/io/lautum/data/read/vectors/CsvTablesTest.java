package io.lautum.data.read.vectors;

import static io.lautum.data.read.Reading.HADOOP;
import static io.lautum.data.read.vectors.VectorsReaderTest.reader;
import static io.lautum.data.read.vectors.VectorsReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of vectors in CSV, as spreadsheets and other programs write them. */
class CsvTablesTest {
  @TempDir Path folder;

  private DatasetReader table(String text) throws IOException {
    return reader(Files.writeString(folder.resolve("t.csv"), text), true, VectorsConfig.DEFAULTS);
  }

  private void assertFault(String text, String message) throws IOException {
    DatasetReader reader = table(text);
    assertThatThrownBy(() -> rows(reader, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "label,x,\na,1,\nb,2,\n",
        "label,x,\na,1\nb,2\n",
        "label,x\na,1,\nb,2,,\n",
        "\n \nlabel,x\n\na,1\n\nb,2\n\n",
        "label;x\ra;1\rb;2\r",
        "sep=;\r\nlabel;x\r\na;1\r\nb;2\r\n"
      })
  void linesMayBeEmptyAndEndWithSeparators(String text) throws IOException {
    DatasetReader reader = table(text);
    assertThat(reader.info(HADOOP).columns()).containsExactly("x");
    assertThat(rows(reader, Split.TRAIN, 1)).containsExactly("t.csv#0 a [1.0]", "t.csv#1 b [2.0]");
  }

  @Test
  @Timeout(20)
  void manyEmptyLinesAreSkippedInLinearTime() throws IOException {
    DatasetReader reader = table("\n".repeat(1 << 21) + "label,x\na,1\nb,2\n");
    assertThat(rows(reader, Split.TRAIN, 1)).hasSize(2);
  }

  /** A row that ends before its label would otherwise seem to have none. */
  @Test
  void rowsHaveAsManyCellsAsThereAreColumns() throws IOException {
    assertFault("x,y,label\n1,2,a\n3,4\n", "t.csv: row 3: expected 3 cells, found 2");
    assertFault("x,y,label\n1,2,a\n9,3,4,b\n", "t.csv: row 3: expected 3 cells, found 4");
  }

  @Test
  void tablesWithoutNamesOrWithTooManyAreRejected() throws IOException {
    assertFault("", "t.csv: expected a row with the names of the columns first, found none");
    assertFault(",,\n1,2,3\n", "expected a row with the names of the columns first, found none");
    String names = String.join(",", Collections.nCopies(1 << 17, "x"));
    assertFault(names + ",label\n", "expected at most 131072 columns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "N/A", "n/a", "<NA>", "#N/A", "-nan", "NaN", "NULL", ""})
  void namesOfMissingValuesArePandas(String missing) throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, "label,x\na," + missing + "\nb,+1.5E-3\nb,2.\n");
    VectorsConfig mean = new VectorsConfig(List.of(), 0, "mean");
    assertThat(rows(reader(file, true, mean), Split.TRAIN, 1))
        .containsExactly("t.csv#0 a [NaN]", "t.csv#1 b [0.0015]", "t.csv#2 b [2.0]");
  }

  /** Java's literals are not numbers of tables: 12d may be twelve days. */
  @ParameterizedTest
  @CsvSource({
    "12d, a number",
    "3f, a number",
    "0x1p3, a number",
    "1e, a number",
    "inf, a finite float",
    "-Infinity, a finite float"
  })
  void otherTextsAreNoNumbers(String text, String expected) throws IOException {
    assertFault("label,x\na," + text + "\nb,2\n", "row 2: column x: expected " + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,5", "-1.234,5", "1,234,567"})
  void commasInNumbersHaveARemedy(String text) throws IOException {
    assertFault(
        "label;x\na;" + text + "\nb;2\n",
        "found \"" + text + "\"; write a point before decimals, and nothing between thousands");
  }

  /** As Excel saves "Unicode text". */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void tablesMayBeInUtf16WithAByteOrderMark(String charset) throws IOException {
    String mark = charset.equals("UTF-16") ? "" : "\ufeff";
    Path file = folder.resolve("t.csv");
    Files.writeString(file, mark + "label\tx\r\nKäse\t1\r\nb\t2\r\n", Charset.forName(charset));
    assertThat(rows(reader(file, true, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .containsExactly("t.csv#0 Käse [1.0]", "t.csv#1 b [2.0]");
  }
}
