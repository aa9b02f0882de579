package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier with a column of faults. */
class ImageClassifierErrorsTest {
  private static final int IMAGES = 7;

  @TempDir Path folder;
  private TrainedModel model;
  private ImageClassifier classifier;

  @BeforeEach
  void writeModel() throws IOException {
    Path file = folder.resolve("model.zip");
    model = RandomModel.write(file);
    classifier = new ImageClassifier().setModelPath(file.toString());
  }

  /** Rows 2 and 4 of 7 are faulty, in batches of 1, 3 and all rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 256})
  void errorColumnKeepsFaultyRows(int batchSize) {
    Dataset<Row> faulty =
        RandomModel.images(IMAGES)
            .withColumn(
                "content",
                functions
                    .when(functions.col("path").equalTo("image-1"), new byte[] {1, 2})
                    .when(functions.col("path").notEqual("image-3"), functions.col("content")));
    List<byte[]> intact = new ArrayList<>(RandomModel.pixels(IMAGES));
    intact.remove(3);
    intact.remove(1);
    classifier.setBatchSize(batchSize).setErrorCol("error");
    Dataset<Row> scored = classifier.transform(faulty);
    assertThat(scored.schema().treeString())
        .isEqualTo(classifier.transformSchema(faulty.schema()).treeString());
    List<Row> rows = scored.collectAsList();
    assertThat(rows)
        .extracting(row -> row.<String>getAs("path"))
        .containsExactly(
            IntStream.range(0, IMAGES).mapToObj(i -> "image-" + i).toArray(String[]::new));
    assertThat(rows.get(1).<String>getAs("error"))
        .startsWith("offset 0: expected the first bytes of a PNG,")
        .endsWith("image, found 0102");
    assertThat(rows.get(3).<String>getAs("error"))
        .isEqualTo("expected the bytes of an image, found null");
    for (int i : new int[] {1, 3}) {
      assertThat(rows.get(i).isNullAt(2)).isTrue();
      assertThat(rows.get(i).isNullAt(3)).isTrue();
      assertThat(rows.get(i).isNullAt(4)).isTrue();
    }
    for (int i = 0; i < intact.size(); i++) {
      Row row = rows.get(new int[] {0, 2, 4, 5, 6}[i]);
      assertThat(row.isNullAt(5)).isTrue();
      float[] alone = RandomModel.probabilities(model, List.of(intact.get(i)), 1).get(0);
      for (int k = 0; k < 3; k++) {
        assertThat(row.<Vector>getAs("probability").apply(k)).isCloseTo(alone[k], within(1e-6));
      }
    }
  }

  @Test
  void batchesOfFaultsOnlyHaveRows() {
    Dataset<Row> faulty =
        RandomModel.images(IMAGES).withColumn("content", functions.lit(new byte[] {1, 2}));
    List<Row> rows = classifier.setErrorCol("why").transform(faulty).collectAsList();
    assertThat(rows).hasSize(IMAGES).noneMatch(row -> row.isNullAt(5));
  }

  @Test
  void columnMustBeNew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.setErrorCol("path").transform(RandomModel.images(IMAGES)))
        .withMessageContainingAll("errorCol", "\"path\" exists already");
  }
}
