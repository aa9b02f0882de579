package io.lautum.data.read.parquet;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.ImageFixture.pixels;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.parquet.ParquetFixture;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetReaderTest {
  private static final String HUGGING_FACE =
      "optional group image { optional binary bytes; optional binary path (UTF8); }"
          + " optional int64 label;";
  private static final String FEATURES =
      "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\":"
          + " {\"names\": [\"zebra\", \"ant\", \"bee\"], \"_type\": \"ClassLabel\"}}}}";

  @TempDir Path folder;

  private static LayoutConfig layout(String pathColumn, String labelColumn) {
    return new LayoutConfig("fine", 0.25, 1, false, pathColumn, labelColumn, "");
  }

  private DatasetReader reader(String name, String pathColumn, String labelColumn) {
    return new ParquetReader(
        folder.resolve(name).toString(), List.of(), layout(pathColumn, labelColumn));
  }

  /** Writes images as Hugging Face does; image i has samples from i on and label i modulo 3. */
  private void huggingFace(String file, int first, int count) throws IOException {
    ParquetFixture fixture =
        ParquetFixture.of(HUGGING_FACE).properties(Map.of("huggingface", FEATURES)).rowsPerGroup(4);
    for (int i = first; i < first + count; i++) {
      int image = i;
      fixture.row(
          row -> {
            row.addGroup("image").append("bytes", Binary.fromConstantByteArray(colour(image)));
            row.append("label", image % 3L);
          });
    }
    fixture.write(folder.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void huggingFaceHasImagesClassNamesAndSubsets(int slices) throws IOException {
    huggingFace("data/train-00000-of-00002.parquet", 0, 10);
    huggingFace("data/train-00001-of-00002.parquet", 10, 5);
    huggingFace("data/test-00000-of-00001.parquet", 15, 6);
    Files.write(folder.resolve("data/README.md"), new byte[] {'#'});
    Files.write(folder.resolve("data/_SUCCESS"), new byte[0]);
    DatasetReader reader = reader("data", "", "");

    assertThat(reader.info(HADOOP).classes()).containsExactly("zebra", "ant", "bee");
    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("column image has the images, column label the labels")
        .contains("the table of labels has rows named test as test set");
    List<Example> train = Reading.all(Reading.sent(reader), Split.TRAIN, slices);
    assertThat(train).hasSize(15);
    for (int i = 0; i < 15; i++) {
      assertThat(train.get(i).id()).isEqualTo(i);
      assertThat(train.get(i).label()).isEqualTo(i % 3);
      assertThat(train.get(i).pixels()).isEqualTo(pixels(3, i));
    }
    assertThat(train.get(12).name()).isEqualTo("train-00001-of-00002.parquet#2");
    assertThat(Reading.all(reader, Split.TEST, slices))
        .extracting(Example::label)
        .containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void withoutTestSetAShareOfEachClassServesAsOne() throws IOException {
    huggingFace("one.parquet", 0, 24);
    DatasetReader reader = reader("one.parquet", "", "");

    List<Example> test = Reading.all(reader, Split.TEST, 2);
    assertThat(test).hasSize(6);
    for (int label = 0; label < 3; label++) {
      int wanted = label;
      assertThat(test.stream().filter(example -> example.label() == wanted)).hasSize(2);
    }
    List<Example> train = Reading.all(reader, Split.TRAIN, 3);
    assertThat(train).hasSize(18);
    assertThat(train)
        .extracting(Example::name)
        .doesNotContainAnyElementsOf(test.stream().map(Example::name).toList());
  }

  @Test
  void chosenClassesHaveTheirOrder() throws IOException {
    huggingFace("one.parquet", 0, 24);
    DatasetReader reader =
        new ParquetReader(
            folder.resolve("one.parquet").toString(), List.of("bee", "zebra"), layout("", ""));

    assertThat(reader.info(HADOOP).classes()).containsExactly("bee", "zebra");
    List<Example> train = Reading.all(reader, Split.TRAIN, 2);
    assertThat(train).hasSize(12);
    // Images of label 2 are bees.
    assertThat(train)
        .allMatch(example -> example.label() == ((example.pixels()[0] & 0xff) % 3 == 2 ? 0 : 1));
  }

  @Test
  void imagesAreFittedToAShape() throws IOException {
    huggingFace("one.parquet", 0, 24);
    DatasetReader reader = reader("one.parquet", "", "");
    ImageFit fit = ImageFit.to(new ImageShape(1, 4, 4));

    DatasetReader fitted = reader.fitted(reader.info(HADOOP), fit);
    assertThat(fitted.info(HADOOP).shape()).isEqualTo(fit.shape());
    Example first = Reading.all(fitted, Split.TRAIN, 1).get(0);
    assertThat(first.pixels())
        .isEqualTo(
            fit.apply(
                Reading.all(reader, Split.TRAIN, 1).get(0).pixels(), reader.info(HADOOP).shape()));
  }

  @Test
  void imagesWithoutLabelAreLeftOutOrAllAreUnlabelled() throws IOException {
    ParquetFixture fixture =
        ParquetFixture.of(HUGGING_FACE).properties(Map.of("huggingface", FEATURES));
    for (int i = 0; i < 12; i++) {
      int image = i;
      fixture.row(
          row -> {
            row.addGroup("image").append("bytes", Binary.fromConstantByteArray(colour(image)));
            if (image != 10) {
              row.append("label", image == 11 ? -1L : image % 2);
            }
          });
    }
    fixture.write(folder.resolve("one.parquet"));

    DatasetReader reader = reader("one.parquet", "", "");
    assertThat(reader.info(HADOOP).classes()).containsExactly("zebra", "ant");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("2 images have no class and are not used");
    assertThat(Reading.all(reader, Split.TRAIN, 2)).hasSize(8);

    DatasetReader unlabelled =
        ParquetReader.unlabelled(folder.resolve("one.parquet").toString(), LayoutConfig.DEFAULTS);
    assertThat(unlabelled.info(HADOOP).classes()).containsExactly(DatasetReader.UNLABELLED);
    assertThat(Reading.all(unlabelled, Split.TRAIN, 5)).hasSize(12);
    assertThat(Reading.all(unlabelled, Split.TEST, 5)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "required int32 y, 10, 2",
    "required int64 y, 10, 2",
    "required double y, 10.0, 2.0",
    "required binary y (UTF8), 10, 2",
    "required binary y (ENUM), ten, two"
  })
  void labelsOfEveryTypeNameClasses(String column, String first, String second) throws IOException {
    ParquetFixture fixture = ParquetFixture.of("required binary img; " + column + ";");
    for (int i = 0; i < 8; i++) {
      String value = i % 2 == 0 ? first : second;
      fixture.row(
          row -> {
            row.append("img", Binary.fromConstantByteArray(colour(1)));
            if (column.contains("binary")) {
              row.append("y", value);
            } else if (column.contains("double")) {
              row.append("y", Double.parseDouble(value));
            } else if (column.contains("int32")) {
              row.append("y", Integer.parseInt(value));
            } else {
              row.append("y", Long.parseLong(value));
            }
          });
    }
    fixture.write(folder.resolve("y.parquet"));

    DatasetReader reader = reader("y.parquet", "", "y");
    List<String> expected = first.equals("ten") ? List.of("ten", "two") : List.of("2", "10");
    assertThat(reader.info(HADOOP).classes()).isEqualTo(expected);
    assertThat(Reading.all(reader, Split.TRAIN, 1)).hasSize(6);
  }

  @Test
  void foldersOfHiveAreColumns() throws IOException {
    for (String part :
        List.of(
            "split=train/label=a%2Fb",
            "split=train/label=c",
            "split=test/label=c",
            "split=train/label=__HIVE_DEFAULT_PARTITION__")) {
      ParquetFixture fixture = ParquetFixture.of("required binary content;");
      IntStream.range(0, 3)
          .forEach(
              i -> fixture.row(r -> r.append("content", Binary.fromConstantByteArray(colour(i)))));
      fixture.write(folder.resolve("t/" + part + "/000000_0"));
    }

    DatasetReader reader = reader("t", "", "");
    assertThat(reader.info(HADOOP).classes()).containsExactly("a/b", "c");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("3 images have no class and are not used");
    assertThat(Reading.all(reader, Split.TRAIN, 2))
        .extracting(Example::label)
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(Reading.all(reader, Split.TEST, 2)).hasSize(3);
    assertThatThrownBy(() -> reader("t", "", "kind").info(HADOOP))
        .hasMessageContainingAll("\"kind\" of labels", "[content]", "partitions [split, label]");
  }
}
