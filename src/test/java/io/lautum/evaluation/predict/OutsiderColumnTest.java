package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsiderColumnTest {
  private static final int IMAGES = 5;

  @TempDir Path folder;
  private TrainedModel model;
  private ImageClassifier classifier;

  @BeforeEach
  void writeModel() throws IOException {
    Path file = folder.resolve("model.zip");
    model = RandomModel.write(file);
    classifier = new ImageClassifier().setModelPath(file.toString()).setOutsiderScoreCol("insider");
  }

  @ParameterizedTest
  @CsvSource({"energy, ENERGY", "max-logit, MAX_LOGIT"})
  void columnHasTheScoreOfTheLogits(String name, OutsiderScore score) {
    Dataset<Row> scored = classifier.setOutsiderScore(name).transform(RandomModel.images(IMAGES));
    assertThat(scored.columns())
        .containsExactly(
            "path", "content", "prediction", "predictedLabel", "probability", "insider");
    assertThat(scored.collectAsList())
        .extracting(row -> row.<Double>getAs("insider"))
        .containsExactlyElementsOf(expected(score));
  }

  @Test
  void energyIsTheDefault() {
    assertThat(classifier.transform(RandomModel.images(IMAGES)).first().<Double>getAs("insider"))
        .isEqualTo(expected(OutsiderScore.ENERGY).get(0));
  }

  @Test
  void faultyRowHasNoScore() {
    Dataset<Row> faulty =
        RandomModel.images(IMAGES)
            .withColumn(
                "content",
                functions.when(
                    functions.col("path").notEqual("image-1"), functions.col("content")));
    classifier.setErrorCol("error");
    Dataset<Row> scored = classifier.transform(faulty);
    assertThat(scored.schema().treeString())
        .isEqualTo(classifier.transformSchema(RandomModel.SCHEMA).treeString());
    List<Row> rows = scored.collectAsList();
    for (int i = 0; i < IMAGES; i++) {
      Row row = rows.get(i);
      assertThat(row.isNullAt(row.fieldIndex("insider"))).isEqualTo(i == 1);
      assertThat(row.isNullAt(row.fieldIndex("error"))).isEqualTo(i != 1);
    }
  }

  @Test
  void invalidSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.setOutsiderScore("msp"))
        .withMessageContaining("outsiderScore given invalid value msp");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> classifier.setOutsiderScoreCol("path").transform(RandomModel.images(IMAGES)))
        .withMessageContainingAll("outsiderScoreCol", "\"path\" exists already");
  }

  private List<Double> expected(OutsiderScore score) {
    List<Double> scores = new ArrayList<>();
    byte[][] pixels = RandomModel.pixels(IMAGES).toArray(byte[][]::new);
    try (Predictor predictor =
        new Predictor(model, model.metadata().normalization(), IMAGES, Engines.AUTO)) {
      predictor.outputs(
          pixels,
          List.of(NetworkGraph.LOGITS),
          (first, values) -> {
            for (float[] logits : values.get(0)) {
              scores.add(score.of(logits));
            }
          });
    }
    return scores;
  }
}
