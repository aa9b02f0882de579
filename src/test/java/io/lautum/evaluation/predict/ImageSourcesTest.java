package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structs with images give the same scores as image files. */
class ImageSourcesTest {
  private static final int IMAGES = 5;

  @TempDir Path folder;
  private ImageClassifier classifier;
  private List<float[]> expected;

  @BeforeEach
  void writeModelAndImages() throws IOException {
    TrainedModel model = RandomModel.write(folder.resolve("model.zip"));
    classifier =
        new ImageClassifier()
            .setModelPath(folder.resolve("model.zip").toString())
            .setBatchSize(1)
            .setInputCol("image");
    Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(folder.resolve("images/" + i + ".png"), png(i));
    }
    expected =
        RandomModel.probabilities(
            model,
            IntStream.range(0, IMAGES)
                .mapToObj(i -> PngFixture.pixels(RandomModel.HEIGHT, RandomModel.WIDTH, 31 * i))
                .toList(),
            1);
  }

  private static byte[] png(int i) {
    return PngFixture.encode(RandomModel.HEIGHT, RandomModel.WIDTH, 31 * i);
  }

  private Dataset<Row> decoded() {
    return LocalSpark.session().read().format("image").load(folder.resolve("images").toString());
  }

  private void assertScored(List<Row> rows) {
    assertThat(rows).hasSize(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      double[] probabilities = rows.get(i).<Vector>getAs("probability").toArray();
      float[] same = expected.get(i);
      assertThat(probabilities)
          .isEqualTo(IntStream.range(0, 3).mapToDouble(k -> same[k]).toArray());
    }
  }

  @Test
  void readsTheImageSource() {
    assertScored(classifier.transform(decoded()).orderBy("image.origin").collectAsList());
  }

  @Test
  void readsStructsOfBytes() {
    StructType image =
        new StructType().add("path", DataTypes.StringType).add("bytes", DataTypes.BinaryType);
    Dataset<Row> rows =
        LocalSpark.session()
            .createDataFrame(
                IntStream.range(0, IMAGES)
                    .mapToObj(i -> RowFactory.create(RowFactory.create(i + ".png", png(i))))
                    .toList(),
                new StructType().add("image", image));
    assertScored(classifier.transform(rows).orderBy("image.path").collectAsList());
  }

  /** Spark's source marks a file that is not an image by an image without size. */
  @Test
  void invalidImagesHaveAnErrorWithTheirName() throws IOException {
    Files.write(folder.resolve("images/9.png"), new byte[] {1, 2, 3});
    List<Row> rows =
        classifier
            .setErrorCol("error")
            .transform(decoded())
            .orderBy("image.origin")
            .collectAsList();
    assertScored(rows.subList(0, IMAGES));
    assertThat(rows.get(0).isNullAt(rows.get(0).fieldIndex("error"))).isTrue();
    assertThat(rows.get(IMAGES).<String>getAs("error"))
        .startsWith("expected 1, 3 or 4 channels of unsigned bytes");
    assertThat(rows.get(IMAGES).isNullAt(rows.get(0).fieldIndex("probability"))).isTrue();
  }

  @Test
  void missingStructIsAnError() {
    Dataset<Row> none =
        decoded()
            .withColumn("image", functions.lit(null).cast(decoded().schema().apply(0).dataType()));
    assertThat(classifier.setErrorCol("error").transform(none).collectAsList())
        .hasSize(IMAGES)
        .extracting(row -> row.<String>getAs("error"))
        .containsOnly("expected the bytes of an image, found null");
  }

  @Test
  void otherStructsAreRejectedWithWhatIsExpected() {
    Dataset<Row> other =
        decoded().withColumn("image", functions.struct(functions.col("image.height")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.transform(other))
        .withMessageContainingAll(
            "inputCol", "\"image\" of type binary, struct<bytes", "found struct<height:int>");
  }
}
