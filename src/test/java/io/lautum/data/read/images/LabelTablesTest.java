package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.parquet.ParquetFixture;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of labels next to images, in Parquet and in the folders of Hive. */
class LabelTablesTest {
  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    for (int i = 0; i < 8; i++) {
      write("images/" + i + ".png", colour(i));
    }
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private DatasetReader reader(String pathColumn, String labelColumn) {
    LayoutConfig layout = new LayoutConfig("fine", 0.25, 1, false, pathColumn, labelColumn, "");
    return DatasetFormats.open(
        DatasetConfig.of("toy", "auto", folder.toString(), layout, VectorsConfig.DEFAULTS));
  }

  private static List<Integer> labels(DatasetReader reader, Split split) throws IOException {
    return Reading.all(reader, split, 2).stream().map(Example::label).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"labels.parquet", "labels/part-00000-abc.c000.snappy.parquet", "images/l.parquet"})
  void parquetHasTheLabels(String table) throws IOException {
    ParquetFixture fixture =
        ParquetFixture.of("optional int64 y; required binary note; optional binary id (UTF8);")
            .rowsPerGroup(3);
    for (int i = 0; i < 8; i++) {
      int row = i;
      fixture.row(
          group -> {
            if (row != 7) {
              group.append("y", 10L - row % 2);
            }
            group.append("note", "n").append("id", row + ".png");
          });
    }
    fixture.write(folder.resolve(table));
    write(table.replaceFirst("[^/]*$", "_SUCCESS"), "");

    DatasetReader reader = reader("id", "y");
    assertThat(reader.info(HADOOP).classes()).containsExactly("9", "10");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("1 images have no class and are not used")
        .noneMatch(note -> note.contains("no images and not used"));
    List<Example> train = Reading.all(reader, Split.TRAIN, 2);
    assertThat(train).hasSize(5);
    assertThat(train).allMatch(image -> image.label() == 1 - (image.pixels()[0] & 0xff) % 2);
    assertThatThrownBy(() -> reader("file", "y").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("the columns \"file\" and \"y\"", "[y, note, id]");
    assertThatThrownBy(() -> reader("id", "note").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images of two or more classes, found only n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-0.csv", "part-0.jsonl", "part-00000-abc.json"})
  void foldersOfHiveHaveLabelsAndSubsets(String file) throws IOException {
    boolean json = !file.endsWith("csv");
    int image = 0;
    for (String part :
        List.of(
            "split=train/kind=a%3Ab",
            "split=train/kind=c",
            "split=test/kind=a%3Ab",
            "split=train/kind=__HIVE_DEFAULT_PARTITION__")) {
      String rows = json ? "{\"id\": \"%d.png\"}\n{\"id\": \"%d.png\"}\n" : "id\n%d.png\n%d.png\n";
      write("labels/%s/%s".formatted(part, file), rows.formatted(image++, image++));
    }

    DatasetReader reader = reader("id", "kind");
    assertThat(reader.info(HADOOP).classes()).containsExactly("a:b", "c");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("2 images have no class and are not used");
    assertThat(labels(reader, Split.TRAIN)).containsExactly(0, 0, 1, 1);
    assertThat(labels(reader, Split.TEST)).containsExactly(0, 0);
  }

  @Test
  void damagedParquetIsRejectedByName() throws IOException {
    byte[] whole =
        ParquetFixture.of("required binary id (UTF8); required int32 y;")
            .row(row -> row.append("id", "0.png").append("y", 1))
            .bytes(folder.resolve("elsewhere"));
    write("labels.parquet", Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> reader("id", "y").info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("labels.parquet: offset", "the file may be incomplete");
  }
}
