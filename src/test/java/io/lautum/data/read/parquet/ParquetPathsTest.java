package io.lautum.data.read.parquet;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.parquet.ParquetFixture;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with the paths of images, and what is wrong with tables. */
class ParquetPathsTest {
  private static final String COLUMNS =
      "optional binary file (UTF8); optional int32 kind; optional binary split (UTF8);";

  @TempDir Path folder;

  private DatasetReader reader(String path, boolean followLinks, String... columns) {
    LayoutConfig layout =
        new LayoutConfig("fine", 0.25, 1, followLinks, columns[0], columns[1], "");
    return DatasetFormats.open(
        DatasetConfig.of(
            "toy", "auto", folder.resolve(path).toString(), layout, VectorsConfig.DEFAULTS));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private void table(String table, String... paths) throws IOException {
    ParquetFixture fixture = ParquetFixture.of(COLUMNS).rowsPerGroup(3);
    for (int i = 0; i < paths.length; i++) {
      int kind = i % 2;
      String path = paths[i];
      fixture.row(row -> row.append("file", path).append("kind", kind));
    }
    fixture.write(folder.resolve(table));
  }

  private String[] images(String prefix, int count) throws IOException {
    String[] paths = new String[count];
    for (int i = 0; i < count; i++) {
      write("images/" + i + ".png", colour(i));
      paths[i] = prefix + "images/" + i + ".png";
    }
    return paths;
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels.parquet", "labels/part-0.snappy.parquet"})
  void pathsAreRelativeToTheFolderOrTheFolderAroundIt(String table) throws IOException {
    table(table, images("", 8));
    String path = table.split("/")[0];

    DatasetReader reader = reader(path, false, "file", "kind");
    assertThat(reader.info(HADOOP).classes()).containsExactly("0", "1");
    List<Example> train = Reading.all(Reading.sent(reader), Split.TRAIN, 3);
    assertThat(train).hasSize(6);
    for (Example example : train) {
      int image = example.pixels()[0] & 0xff;
      assertThat(example.name()).isEqualTo("images/%d.png".formatted(image));
      assertThat(example.label()).isEqualTo(image % 2);
    }
  }

  @Test
  void pathsMayBeAbsoluteOrAddresses() throws IOException {
    String[] paths = images("", 8);
    Arrays.setAll(
        paths,
        i ->
            i % 2 == 0
                ? folder.resolve("images/" + i + ".png").toString()
                : folder.resolve("images/" + i + ".png").toUri().toString());
    table("labels.parquet", paths);
    assertThat(Reading.all(reader("labels.parquet", false, "file", "kind"), Split.TRAIN, 1))
        .hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.png", "/etc/hostname", "s3a://bucket/1.png", "a/../../x.png"})
  void pathsThatLeaveTheFolderAreRejected(String path) throws IOException {
    String[] paths = images("", 8);
    paths[5] = path;
    table("set/labels.parquet", paths);
    write("secret.png", colour(1));
    Files.move(folder.resolve("images"), folder.resolve("set/images"));

    assertThatThrownBy(
            () -> Reading.all(reader("set/labels.parquet", false, "file", "kind"), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("labels.parquet#5", "expected paths inside it", path);
  }

  @Test
  void linksThatLeaveTheFolderNeedAKey() throws IOException {
    images("", 8);
    String[] paths = new String[8];
    Arrays.setAll(paths, i -> "linked/" + i + ".png");
    table("set/labels.parquet", paths);
    Files.createSymbolicLink(folder.resolve("set/linked"), folder.resolve("images"));

    DatasetReader strict = reader("set/labels.parquet", false, "file", "kind");
    assertThatThrownBy(() -> Reading.all(strict, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("found a link to", "follow-links");
    DatasetReader free = reader("set/labels.parquet", true, "file", "kind");
    assertThat(Reading.all(free, Split.TRAIN, 1)).hasSize(6);
  }

  @Test
  void badImagesAreReportedAndLeftOut() throws IOException {
    String[] paths = images("", 12);
    write("images/2.png", new byte[] {1, 2, 3});
    Files.delete(folder.resolve("images/3.png"));
    ParquetFixture fixture = ParquetFixture.of(COLUMNS);
    for (int i = 0; i < 12; i++) {
      int image = i;
      fixture.row(
          row -> {
            if (image != 4) {
              row.append("file", paths[image]);
            }
            row.append("kind", image % 2).append("split", image < 9 ? "train" : "test");
          });
    }
    fixture.write(folder.resolve("labels.parquet"));
    List<String> bad = new ArrayList<>();
    FileFindings findings =
        new FileFindings() {
          @Override
          public void bad(long id, String path, DataException fault) {
            bad.add(id + " " + FileFindings.text(path, fault));
          }

          @Override
          public void warned(long id, String path, List<String> warnings) {
            bad.add("warned " + path);
          }
        };
    DatasetReader reader = reader("labels.parquet", false, "file", "kind");
    List<Long> ids = new ArrayList<>();
    for (int slice = 0; slice < 2; slice++) {
      try (DatasetReader.Examples part = reader.read(HADOOP, Split.TRAIN, slice, 2, findings)) {
        part.forEachRemaining(example -> ids.add(example.id()));
      }
    }
    assertThat(ids).containsExactly(0L, 1L, 5L, 6L, 7L, 8L);
    assertThat(bad).hasSize(3);
    assertThat(bad.get(0)).startsWith("2 ").contains("found 010203");
    assertThat(bad.get(1)).startsWith("3 expected a readable file, found none");
    assertThat(bad.get(2)).isEqualTo("4 expected a path, found null");
    assertThatThrownBy(() -> Reading.all(reader, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images/2.png");
  }

  @Test
  void missingColumnsAreNamedWithThoseThereAre() throws IOException {
    table("labels.parquet", images("", 8));
    assertThatThrownBy(() -> reader("labels.parquet", false, "path", "kind").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("column \"path\"", "path-column", "[file, kind, split]");
    assertThatThrownBy(() -> reader("labels.parquet", false, "file", "class").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("column \"class\"", "label-column", "[file, kind, split]");
    assertThatThrownBy(() -> reader("labels.parquet", false, "", "").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("found none among the columns [file, kind, split]", "path-column");
  }

  @Test
  void filesMustHaveTheSameColumns() throws IOException {
    table("t/a.parquet", images("", 8));
    ParquetFixture.of("required int32 other;")
        .row(row -> row.append("other", 1))
        .write(folder.resolve("t/b.parquet"));
    assertThatThrownBy(() -> reader("t", false, "file", "kind").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("b.parquet", "as in the first file", "[other]");
  }

  @Test
  void damagedTableIsRejectedByName() throws IOException {
    table("t.parquet", images("", 8));
    byte[] whole = Files.readAllBytes(folder.resolve("t.parquet"));
    Files.delete(folder.resolve(".t.parquet.crc"));
    write("t.parquet", Arrays.copyOf(whole, whole.length - 20));
    assertThatThrownBy(() -> reader("t.parquet", false, "file", "kind").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("t.parquet: offset", "PAR1", "the file may be incomplete");
  }

  @Test
  void labelsBeyondTheClassNamesAreRejected() throws IOException {
    ParquetFixture.of("required binary content; required int32 label;")
        .properties(
            java.util.Map.of(
                "huggingface",
                "{\"info\": {\"features\": {\"label\": {\"names\": [\"a\", \"b\"]}}}}"))
        .row(
            row ->
                row.append("content", Binary.fromConstantByteArray(colour(1))).append("label", 2))
        .write(folder.resolve("t.parquet"));
    assertThatThrownBy(() -> reader("t.parquet", false, "", "").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("t.parquet: row 0", "expected a label from 0 to 1, found 2");
  }
}
