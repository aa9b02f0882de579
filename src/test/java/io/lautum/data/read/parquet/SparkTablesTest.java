package io.lautum.data.read.parquet;

import static io.lautum.data.read.ImageFixture.encoded;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageFolderReader;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spark writes gives the same images as the folder that Spark has read. */
class SparkTablesTest {
  private static final List<String> CLASSES = List.of("ant", "bee c/d");
  private static final int IMAGES = 6;

  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    for (String set : List.of("train", "test")) {
      for (int i = 0; i < IMAGES; i++) {
        Path place = folder.resolve("images/%s/%s".formatted(set, i % 2 == 0 ? "ant" : "bee"));
        Files.createDirectories(place);
        Files.write(
            place.resolve(i + ".png"),
            encoded("png", i < 4 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY, i));
      }
    }
  }

  private Dataset<Row> labelled(String format, String path) {
    Dataset<Row> rows =
        LocalSpark.session()
            .read()
            .format(format)
            .option("recursiveFileLookup", true)
            .load(folder.resolve("images").toString());
    return rows.withColumn(
            "label",
            functions
                .when(functions.col(path).contains("/ant/"), CLASSES.get(0))
                .otherwise(CLASSES.get(1)))
        .withColumn(
            "split",
            functions.when(functions.col(path).contains("/test/"), "test").otherwise("train"));
  }

  private DatasetReader reader(String table) {
    return DatasetFormats.open(
        DatasetConfig.of(
            "toy",
            "auto",
            folder.resolve(table).toString(),
            LayoutConfig.DEFAULTS,
            VectorsConfig.DEFAULTS));
  }

  private void hasTheImages(String table) throws IOException {
    DatasetReader reader = reader(table);
    DatasetReader original = new ImageFolderReader(folder.resolve("images").toString(), List.of());
    assertThat(reader.info(HADOOP).classes()).isEqualTo(CLASSES);
    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 2, 3));
    for (Split split : Split.values()) {
      Map<String, Example> expected =
          Reading.all(original, split, 1).stream()
              .collect(Collectors.toMap(Example::name, Function.identity()));
      List<Example> found = Reading.all(Reading.sent(reader), split, 3);
      assertThat(found).hasSize(IMAGES).hasSameSizeAs(expected.keySet());
      for (Example example : found) {
        Example same = expected.get(example.name().replaceFirst("^file:.*/images/", ""));
        assertThat(example.pixels()).isEqualTo(same.pixels());
        assertThat(example.label()).isEqualTo(same.label());
      }
    }
  }

  @Test
  void binaryFilesAreRead() throws IOException {
    labelled("binaryFile", "path")
        .repartition(3)
        .write()
        .parquet(folder.resolve("table").toString());
    hasTheImages("table");
  }

  @Test
  void partitionsByLabelAndSubsetAreRead() throws IOException {
    labelled("binaryFile", "path")
        .write()
        .partitionBy("split", "label")
        .parquet(folder.resolve("table").toString());
    assertThat(folder.resolve("table/_SUCCESS")).exists();
    hasTheImages("table");
  }

  @Test
  void brokenImageIsNamedByItsPath() throws IOException {
    Files.write(folder.resolve("images/train/bee/3.png"), new byte[] {1, 2});
    labelled("binaryFile", "path").coalesce(1).write().parquet(folder.resolve("table").toString());
    DatasetReader reader = reader("table");
    assertThatThrownBy(() -> Reading.all(reader, Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(".*/table/part-.*#\\d+ \\(file:/.*/images/train/bee/3.png\\): .*");
  }

  @Test
  void decodedImagesAreRead() throws IOException {
    labelled("image", "image.origin").write().parquet(folder.resolve("table").toString());
    hasTheImages("table");
  }

  /** The even images have a path, the third one a blank path, and the others none. */
  @ParameterizedTest
  @CsvSource({"content, ''", "'named_struct(''bytes'', content)', ''", "image, image.origin"})
  void columnOfPathsNamesImages(String image, String other) throws IOException {
    String format = image.equals("image") ? "image" : "binaryFile";
    labelled(format, format.equals("image") ? "image.origin" : "path")
        .withColumn("file", functions.expr(other.isEmpty() ? "path" : other))
        .selectExpr(
            image + " as picture",
            "case when file like '%/ant/%' then concat('scan/', file)"
                + " when file like '%3.png' then ' ' end as path",
            "label",
            "split")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("table").toString());
    List<Example> found = Reading.all(reader("table"), Split.TRAIN, 1);
    assertThat(found).hasSize(IMAGES);
    for (Example example : found) {
      assertThat(example.name())
          .matches(
              example.label() == 0
                  ? "scan/file:.*/train/ant/[024].png"
                  : other.isEmpty() ? "part-.*#\\d+" : "file:.*/train/bee/[135].png");
    }
  }

  @Test
  void rowsWithBlankLabelsHaveNoClass() throws IOException {
    labelled("binaryFile", "path")
        .withColumn("label", functions.expr("if(path like '%5.png', ' ', label)"))
        .write()
        .parquet(folder.resolve("table").toString());
    assertThat(Reading.all(reader("table"), Split.TRAIN, 1)).hasSize(IMAGES - 1);
    assertThat(reader("table").info(HADOOP).notes().toString())
        .contains("2 images have no class and are not used");
  }

  @Test
  void unlabelledImagesNeedNoLabels() throws IOException {
    labelled("binaryFile", "path")
        .drop("label", "split")
        .write()
        .parquet(folder.resolve("table").toString());
    DatasetReader unlabelled =
        ParquetReader.unlabelled(folder.resolve("table").toString(), LayoutConfig.DEFAULTS);
    assertThat(Reading.all(unlabelled, Split.TRAIN, 2)).hasSize(2 * IMAGES);
  }
}
