package io.lautum.data.read.vectors;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorsReaderTest {
  private static final String TABLE =
      """
      path,label,split,x,y
      r0,a,train,1,2
      r1,b,train,3,-4.5
      r2,a,test,5,6
      r3,b,test,7,1e3
      """;

  @TempDir Path folder;

  static DatasetReader reader(Path path, boolean labelled, VectorsConfig vectors) {
    return reader(path, labelled, vectors, LayoutConfig.DEFAULTS.withoutTestShare());
  }

  private static DatasetReader reader(
      Path path, boolean labelled, VectorsConfig vectors, LayoutConfig layout) {
    DatasetConfig config = DatasetConfig.of("toy", "vectors", path.toString(), layout, vectors);
    return labelled ? new VectorsFormat().open(config) : new VectorsFormat().openUnlabelled(config);
  }

  /** Returns each row of a subset as name, class and values. */
  static List<String> rows(DatasetReader reader, Split subset, int slices) throws IOException {
    DatasetInfo info = reader.info(HADOOP);
    assertThat(info.values()).isEqualTo(ValueType.FLOAT);
    List<String> rows = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      try (DatasetReader.Examples examples = reader.read(HADOOP, subset, slice, slices)) {
        while (examples.hasNext()) {
          Example example = examples.next();
          assertThat(example.id()).isEqualTo(rows.size());
          float[] values = new float[info.shape().size()];
          FloatVector.read(example.pixels(), 0, values);
          rows.add(
              example.name()
                  + " "
                  + info.classes().get(example.label())
                  + " "
                  + Arrays.toString(values));
        }
      }
    }
    return rows;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void check(Path path) throws IOException {
    for (int slices : new int[] {1, 2, 3}) {
      DatasetReader reader = reader(path, true, VectorsConfig.DEFAULTS);
      assertThat(rows(reader, Split.TRAIN, slices))
          .containsExactly("r0 a [1.0, 2.0]", "r1 b [3.0, -4.5]");
      assertThat(rows(reader, Split.TEST, slices))
          .containsExactly("r2 a [5.0, 6.0]", "r3 b [7.0, 1000.0]");
    }
  }

  @Test
  void readsCsv() throws IOException {
    check(write("table.csv", TABLE));
    check(write("tabs.tsv", TABLE.replace(',', '\t')));
    check(write("semicolons.csv", "\ufeff" + TABLE.replace(',', ';')));
    Path packed = folder.resolve("table.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(TABLE.getBytes(StandardCharsets.UTF_8));
    }
    check(packed);
  }

  @Test
  void readsJsonLines() throws IOException {
    String row = "{\"path\": \"r%d\", \"label\": \"%s\", \"split\": \"%s\", %s}%n";
    StringBuilder arrays = new StringBuilder();
    StringBuilder numbers = new StringBuilder("\n");
    String[] vectors = {"1, 2", "3, -4.5", "5, 6.0", "7, 1e3"};
    for (int i = 0; i < vectors.length; i++) {
      String split = i < 2 ? "train" : "test";
      String label = i % 2 == 0 ? "a" : "b";
      arrays.append(row.formatted(i, label, split, "\"z\": [" + vectors[i] + "]"));
      numbers.append(
          row.formatted(i, label, split, "\"x\": " + vectors[i].replace(", ", ", \"y\": ")));
    }
    check(write("arrays.jsonl", arrays.toString()));
    check(write("numbers.ndjson", numbers.toString()));
  }

  @Test
  void readsFilesOfPartitionsInOrder() throws IOException {
    Files.createDirectories(folder.resolve("t/split=train/label=a"));
    Files.createDirectories(folder.resolve("t/split=train/label=b"));
    Files.createDirectories(folder.resolve("t/split=test/label=a"));
    write("t/split=train/label=a/p.csv", "path,x\nr0,1\nr1,2\n");
    write("t/split=train/label=b/p.csv", "path,x\nr2,3\n");
    write("t/split=test/label=a/p.csv", "path,x\nr3,4\n");
    DatasetReader reader = reader(folder.resolve("t"), true, VectorsConfig.DEFAULTS);
    for (int slices : new int[] {1, 2, 4}) {
      assertThat(rows(reader, Split.TRAIN, slices))
          .containsExactly("r0 a [1.0]", "r1 a [2.0]", "r2 b [3.0]");
      assertThat(rows(reader, Split.TEST, slices)).containsExactly("r3 a [4.0]");
    }
  }

  @Test
  void readsLibsvm() throws IOException {
    Files.createDirectories(folder.resolve("svm"));
    write("svm/train.libsvm", "# words\n1 2:0.5 4:-1\n-1 1:3 # last\n\n1\n");
    write("svm/test.libsvm", "-1 3:2\n");
    DatasetReader reader = reader(folder.resolve("svm"), true, VectorsConfig.DEFAULTS);
    assertThat(rows(reader, Split.TRAIN, 2))
        .containsExactly(
            "train.libsvm#0 1 [0.0, 0.5, 0.0, -1.0]",
            "train.libsvm#1 -1 [3.0, 0.0, 0.0, 0.0]",
            "train.libsvm#2 1 [0.0, 0.0, 0.0, 0.0]");
    assertThat(rows(reader, Split.TEST, 1))
        .containsExactly("test.libsvm#0 -1 [0.0, 0.0, 2.0, 0.0]");
    VectorsConfig longer = new VectorsConfig(List.of(), 6, "fail");
    assertThat(reader(folder.resolve("svm"), true, longer).info(HADOOP).shape().size())
        .isEqualTo(6);
  }

  @Test
  void readsNumpy() throws IOException {
    byte[] x = array("<f8", "(3, 2)", 48, b -> b.putDouble(1).putDouble(2).putDouble(3));
    Path npy = folder.resolve("x.npy");
    Files.write(npy, x);
    assertThat(rows(reader(npy, false, VectorsConfig.DEFAULTS), Split.TRAIN, 2))
        .containsExactly(
            "x.npy#0 unlabelled [1.0, 2.0]",
            "x.npy#1 unlabelled [3.0, 0.0]",
            "x.npy#2 unlabelled [0.0, 0.0]");
    Path npz = folder.resolve("both.npz");
    byte[] y = array("<i8", "(3,)", 24, b -> b.putLong(0).putLong(1).putLong(1));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(npz))) {
      for (String set : List.of("train", "test")) {
        zip.putNextEntry(new ZipEntry("x_" + set + ".npy"));
        zip.write(x);
        zip.putNextEntry(new ZipEntry("y_" + set + ".npy"));
        zip.write(y);
      }
    }
    DatasetReader reader = reader(npz, true, VectorsConfig.DEFAULTS);
    assertThat(rows(reader, Split.TRAIN, 1))
        .containsExactly(
            "both.npz/train#0 0 [1.0, 2.0]",
            "both.npz/train#1 1 [3.0, 0.0]",
            "both.npz/train#2 1 [0.0, 0.0]");
    assertThat(rows(reader, Split.TEST, 1)).hasSize(3);
  }

  /** Writes a part of an array's values; the others are 0. */
  private interface Values {
    void put(ByteBuffer buffer);
  }

  private static byte[] array(String type, String shape, int bytes, Values values) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.put(buffer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(buffer.array());
    return out.toByteArray();
  }

  @Test
  void rowsWithoutLabelAreTheUnlabelledOnes() throws IOException {
    Path table =
        write("part.csv", "label,split,x\na,train,1\n,train,2\nb,train,3\na,test,4\n,,5\n");
    assertThat(rows(reader(table, true, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .containsExactly("part.csv#0 a [1.0]", "part.csv#2 b [3.0]");
    assertThat(rows(reader(table, false, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .containsExactly("part.csv#1 unlabelled [2.0]", "part.csv#4 unlabelled [5.0]");
  }

  @Test
  void shareOfEachClassIsTheTestSetOfATableWithoutSubsets() throws IOException {
    StringBuilder text = new StringBuilder("label,x\n");
    for (int i = 0; i < 50; i++) {
      text.append(i % 2 == 0 ? "a," : "b,").append(i).append('\n');
    }
    Path table = write("t.csv", text.toString());
    DatasetReader reader = reader(table, true, VectorsConfig.DEFAULTS, LayoutConfig.DEFAULTS);
    assertThat(rows(reader, Split.TRAIN, 3)).hasSize(40);
    assertThat(rows(reader, Split.TEST, 3)).hasSize(10);
  }

  @Test
  void missingValuesAreRejectedOrKept() throws IOException {
    Path table = write("t.csv", TABLE.replace("-4.5", ""));
    DatasetReader strict = reader(table, true, VectorsConfig.DEFAULTS);
    assertThatThrownBy(() -> rows(strict, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv: row 3: column y: expected a number, found none")
        .hasMessageContaining("missing = mean");
    DatasetReader imputing = reader(table, true, new VectorsConfig(List.of(), 0, "mean"));
    assertThat(rows(imputing, Split.TRAIN, 1)).contains("r1 b [3.0, NaN]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.csv   | label,x,y/a,1,2/b,3     | t.csv: row 3: expected 3 cells, found 2",
        "t.csv   | label,x/a,1/b,three     | row 3: column x: expected a number, found \"three\"",
        "t.csv   | label,x/a,1/b,1e39      | row 3: column x: expected a finite float",
        "t.csv   | x/1/2                   | expected a column of labels with values",
        "t.jsonl | {'label':'a','x':[1]}/{'label':'b','x':[1,2]} | row 2: expected a vector of 1"
            + " values, found 2",
        "t.jsonl | {'label':'a','x':[1]}/7 | row 2: expected an object in JSON",
        "t.jsonl | {'label':'a','x':[1]}/{'label':'b'} | row 2: column x: expected an array",
        "t.jsonl | {'label':'a','x':[1],'y':[2]} | expected one column of arrays or columns",
        "t.svm   | a 1:1/b 2               | row 2: expected index:value with an index from 1",
        "t.svm   | a 1:1/b 3:1 2:1         | row 2: expected ascending indices, found 3",
        "t.svm   | a 1:1/b 0:1             | row 2: expected index:value with an index from 1",
        "t.txt   | a                       | expected files that end in .parquet, .csv"
      })
  void malformedTablesNameFileAndRow(String name, String text, String message) throws IOException {
    Path table = write(name, text.replace('/', '\n').replace('\'', '"') + "\n");
    DatasetReader reader = reader(table, true, VectorsConfig.DEFAULTS);
    assertThatThrownBy(
            () -> {
              rows(reader, Split.TRAIN, 1);
              rows(reader, Split.TEST, 1);
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void columnsOfATableWithoutNamesAreRejected() throws IOException {
    Path table = write("t.svm", "a 1:1\n");
    VectorsConfig columns = new VectorsConfig(List.of("x"), 0, "fail");
    assertThatThrownBy(() -> reader(table, true, columns).info(HADOOP))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no named columns");
  }
}
