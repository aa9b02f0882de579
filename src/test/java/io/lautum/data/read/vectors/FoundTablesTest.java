package io.lautum.data.read.vectors;

import static io.lautum.data.read.Reading.HADOOP;
import static io.lautum.data.read.vectors.VectorsReaderTest.reader;
import static io.lautum.data.read.vectors.VectorsReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as other programs write them. */
class FoundTablesTest {
  private static final VectorsConfig MEAN = new VectorsConfig(List.of(), 0, "mean");

  @TempDir Path folder;

  private Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines).replace('\'', '"') + "\n");
  }

  private static List<String> train(Path table, VectorsConfig columns) throws IOException {
    return rows(reader(table, true, columns), Split.TRAIN, 1);
  }

  private static void assertFault(Path table, boolean labelled, String message) {
    DatasetReader reader = reader(table, labelled, VectorsConfig.DEFAULTS);
    assertThatThrownBy(() -> rows(reader, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  /** Spark does not write fields that are null. */
  @Test
  void fieldsThatTheFirstRowLacksAreColumns() throws IOException {
    Path rows =
        write(
            "t.jsonl",
            "{'x': 1}",
            "{'label': 'a', 'x': 2, 'y': 3, 'split': 'train'}",
            "{'x': 4, 'y': 5, 'split': 'test', 'label': 'a'}",
            "{'label': 'b', 'y': 6, 'split': 'train'}");
    assertThat(train(rows, MEAN))
        .containsExactly("t.jsonl#1 a [2.0, 3.0]", "t.jsonl#3 b [NaN, 6.0]");
    assertThat(rows(reader(rows, false, MEAN), Split.TRAIN, 1))
        .containsExactly("t.jsonl#0 unlabelled [1.0, NaN]");
    assertThat(reader(rows, true, MEAN).info(HADOOP).columns()).containsExactly("x", "y");
    Path arrays = write("arrays.jsonl", "{'v': null}", "{'label': 'a', 'v': [1, NaN]}");
    assertThat(train(arrays, MEAN)).containsExactly("arrays.jsonl#1 a [1.0, NaN]");
  }

  @Test
  void labelsMayBeInALaterFile() throws IOException {
    write("t/a.jsonl", "{'x': 1}");
    write("t/b.jsonl", "{'x': 2, 'label': 'a'}", "{'x': 3, 'label': 'b'}");
    assertThat(train(folder.resolve("t"), VectorsConfig.DEFAULTS))
        .containsExactly("b.jsonl#0 a [2.0]", "b.jsonl#1 b [3.0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'label':'a','x':1} {'label':'b','x':2} | row 1: expected an object in JSON on one line",
        "[{'label':'a','x':1}] | row 1: expected an object in JSON on one line, found an array;"
            + " write one object per line",
        "{'label':'a','x':1}/{'label':{'name':'b'},'x':2} | row 2: column label: expected a text or"
            + " a number, found an object",
        "{'label':['a'],'x':1}/{'label':['b'],'x':1} | found no column label of texts or numbers"
            + " next to [label]",
        "{'label':1,'x':1}/{'label':1.0,'x':2} | found 1 and 1.0, which are the same number"
      })
  void objectsThatWouldLoseRowsOrLabelsAreRejected(String text, String message) throws IOException {
    assertFault(write("t.jsonl", text.split("/")), true, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "label,x,x/a,1,2    | expected different names of columns, found \"x\" twice",
        "label,x,note/a,1,n | column note: expected a number, found \"n\"; name the columns of"
            + " numbers by vector-columns",
        "class,x/a,1        | found no column label of texts or numbers next to [class, x]",
        "label,x/,1         | found none in column label",
        "label,x/1,1/+1,2   | found 1 and +1, which are the same number; write all labels as whole",
        "label,x/a,1/\ufffd,2 | expected labels in UTF-8, found other bytes in",
        "label,set,x/a,3,1/b,4,2 | expected train, validation or test in column set, found other"
      })
  void labelsAndColumnsThatAreNotFoundSayWhatIsThere(String text, String message)
      throws IOException {
    assertFault(write("t.csv", text.strip().split("/")), true, message);
  }

  @Test
  void aRowOfNumbersIsNotARowOfNames() throws IOException {
    assertFault(
        write("t.csv", "0.5,1,-2e3", "2,3,4"),
        false,
        "t.csv: expected a row of names first, found the numbers [0.5, 1, -2e3]");
    assertThat(
            rows(
                reader(write("n.csv", "0,1", "2,3"), false, VectorsConfig.DEFAULTS),
                Split.TRAIN,
                1))
        .containsExactly("n.csv#0 unlabelled [2.0, 3.0]");
  }

  @Test
  void numbersOfRowsAreNoted() throws IOException {
    for (String name : List.of("", "Id", "Unnamed: 0", "index")) {
      Path table = write("t.csv", name + ",label,x", "0,a,1", "1,b,2");
      assertThat(reader(table, true, VectorsConfig.DEFAULTS).info(HADOOP).notes())
          .extracting(DatasetNote::text)
          .contains(
              "the column \"%s\", which probably numbers the rows, is part of the vectors; set"
                      .formatted(name)
                  + " vector-columns to leave it out");
    }
  }

  @Test
  void missingVectorColumnsAreNamed() throws IOException {
    Path table = write("t.csv", "label,x", "a,1");
    VectorsConfig columns = new VectorsConfig(List.of("x", "z"), 0, "fail");
    assertThatThrownBy(() -> reader(table, true, columns).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("vector-columns: expected columns of arrays or numbers, found none")
        .hasMessageContaining("named [z]");
  }

  /** Otherwise each row of the table would have an error. */
  @Test
  void aTableToScoreHasAsManyColumnsAsTheModelHasValues() throws IOException {
    DatasetConfig config =
        DatasetConfig.of(
            "input",
            "vectors",
            write("t.csv", "class,x,y", "1,2,3").toString(),
            LayoutConfig.DEFAULTS,
            VectorsConfig.DEFAULTS);
    assertThat(VectorInput.open(HADOOP, config, 3, List.of()).parts()).isEqualTo(1);
    assertThatThrownBy(() -> VectorInput.open(HADOOP, config, 2, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "t.csv: expected 2 columns of numbers, as the model has values, found 3: [class, x, y];"
                + " name the columns by --columns");
  }

  /** The first value would be lost as a label. */
  @Test
  void libsvmNeedsLabels() throws IOException {
    assertFault(write("t.svm", "1:2 2:3"), false, "row 1: expected a label before index:value");
  }

  private static byte[] array(String type, String shape, long... values) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(buffer.array());
    return out.toByteArray();
  }

  private Path archive(byte[] vectors, byte[] labels) throws IOException {
    Path file = folder.resolve("t.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("X.npy"));
      zip.write(vectors);
      if (labels != null) {
        zip.putNextEntry(new ZipEntry("y.npy"));
        zip.write(labels);
      }
    }
    return file;
  }

  @Test
  void largeWholeNumbersKeepTheirValue() throws IOException {
    byte[] vectors = array("<u8", "(2, 1)", -1, 5);
    assertThat(train(archive(vectors, array("<u8", "(2,)", -1, 7)), VectorsConfig.DEFAULTS))
        .containsExactly("t.npz#0 18446744073709551615 [1.8446744E19]", "t.npz#1 7 [5.0]");
    long odd = (1L << 53) + 1;
    assertThat(train(archive(vectors, array("<i8", "(2,)", odd, odd - 1)), VectorsConfig.DEFAULTS))
        .extracting(row -> row.split(" ")[1])
        .containsExactly("9007199254740993", "9007199254740992");
    assertFault(archive(vectors, null), true, "found no array y");
    assertFault(archive(array("<i8", "(2, 0)"), null), false, "one or more values, found none");
  }

  @Test
  void onlyTextsMayBeCompressed() throws IOException {
    assertFault(write("x.npy.gz", "x"), false, "expected files that end in .parquet, .csv");
  }
}
