package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.UserException;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageClassifierTest {
  private static final int IMAGES = 7;
  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("truth", DataTypes.StringType)
          .add("content", DataTypes.BinaryType);

  @TempDir Path folder;
  private Path file;
  private TrainedModel model;
  private ImageClassifier classifier;

  @BeforeEach
  void writeModel() throws IOException {
    file = folder.resolve("model.zip");
    model = RandomModel.write(file);
    classifier = new ImageClassifier().setModelPath(file.toString()).setBatchSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 256})
  void scoresHaveTheBitsOfThePredictor(int batchSize) {
    List<Row> scored =
        classifier.setBatchSize(batchSize).transform(images().coalesce(1)).collectAsList();
    List<float[]> expected = RandomModel.probabilities(model, pixels(), batchSize);
    assertThat(scored).hasSize(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      assertScored(scored.get(i), expected.get(i));
      assertThat(scored.get(i).<String>getAs("path")).isEqualTo("image-" + i);
      assertThat(scored.get(i).<byte[]>getAs("content")).isEqualTo(png(i));
    }
    assertThat(expected.stream().map(ImageClassifierTest::first).distinct().count())
        .isGreaterThan(1);
  }

  /** Eleven partitions for seven rows leave four empty; the others have one row each. */
  @Test
  void partitionsMayBeEmpty() {
    Dataset<Row> spread =
        LocalSpark.session().createDataFrame(LocalSpark.context().parallelize(rows(), 11), SCHEMA);
    assertThat(spread.javaRDD().glom().filter(List::isEmpty).count()).isEqualTo(4);
    List<Row> scored = classifier.transform(spread).collectAsList();
    List<float[]> expected = RandomModel.probabilities(model, pixels(), 1);
    for (int i = 0; i < IMAGES; i++) {
      assertScored(scored.get(i), expected.get(i));
    }
    assertThat(classifier.transform(spread.limit(0)).collectAsList()).isEmpty();
  }

  @Test
  void readsTheBinaryFileSource() throws IOException {
    for (int i = 0; i < IMAGES; i++) {
      Files.write(Files.createDirectories(folder.resolve("images")).resolve(i + ".png"), png(i));
    }
    Dataset<Row> files =
        LocalSpark.session().read().format("binaryFile").load(folder.resolve("images").toString());
    List<Row> scored =
        classifier.setBatchSize(1).transform(files.coalesce(1)).orderBy("path").collectAsList();
    List<float[]> expected = RandomModel.probabilities(model, pixels(), 1);
    for (int i = 0; i < IMAGES; i++) {
      assertScored(scored.get(i), expected.get(i));
    }
  }

  @Test
  void savedPipelineGivesTheSameScores() throws IOException {
    IndexToString names =
        new IndexToString().setInputCol("prediction").setOutputCol("nameOfPrediction");
    PipelineModel fitted =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexerModel(RandomModel.CLASSES.toArray(String[]::new))
                      .setInputCol("truth")
                      .setOutputCol("label"),
                  classifier.setPredictedLabelCol("named"),
                  names
                })
            .fit(images());
    Dataset<Row> scored = fitted.transform(images());
    String saved = folder.resolve("pipeline").toString();
    fitted.save(saved);
    PipelineModel loaded = PipelineModel.load(saved);
    Transformer stage = loaded.stages()[1];
    assertThat(stage).isInstanceOf(ImageClassifier.class);
    assertThat(stage.uid()).isEqualTo(classifier.uid());
    assertThat(stage.extractParamMap().toSeq().size())
        .isEqualTo(classifier.extractParamMap().toSeq().size());
    assertThat(stage.explainParams()).isEqualTo(classifier.explainParams());
    assertThat(loaded.transform(images()).collectAsList()).isEqualTo(scored.collectAsList());
    assertThat(scored.schema().treeString()).isEqualTo(fitted.transformSchema(SCHEMA).treeString());
    // The metadata that a stage writes for its column reaches later stages.
    for (Row row : scored.collectAsList()) {
      assertThat(row.<String>getAs("nameOfPrediction")).isEqualTo(row.getAs("named"));
    }
    assertThat(
            ((NominalAttribute) Attribute.fromStructField(scored.schema().apply("label")))
                .values()
                .get())
        .isEqualTo(RandomModel.CLASSES.toArray());
    double right =
        scored.collectAsList().stream()
            .filter(row -> row.getAs("truth").equals(row.getAs("named")))
            .count();
    assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored))
        .isEqualTo(right / IMAGES)
        .isBetween(0.1, 0.9);
  }

  @Test
  void savedClassifierIsReadBack() throws IOException {
    String saved = folder.resolve("classifier").toString();
    classifier.setProbabilityCol("p").save(saved);
    assertThat(ImageClassifier.load(saved).explainParams()).isEqualTo(classifier.explainParams());
    assertThat(ImageClassifier.read().load(saved).uid()).isEqualTo(classifier.uid());
  }

  @Test
  void copiesAreIndependent() {
    ImageClassifier copy = classifier.copy(new ParamMap().put(classifier.inputCol(), "other"));
    assertThat(copy.uid()).isEqualTo(classifier.uid());
    assertThat(copy.getOrDefault(copy.inputCol())).isEqualTo("other");
    assertThat(copy.getOrDefault(copy.modelPath())).isEqualTo(file.toString());
    assertThat(classifier.getOrDefault(classifier.inputCol())).isEqualTo("content");
  }

  @Test
  void newColumnsHaveSparkMlTypes() {
    StructType schema = classifier.transformSchema(SCHEMA);
    assertThat(schema.fieldNames())
        .containsExactly("path", "truth", "content", "prediction", "predictedLabel", "probability");
    assertThat(schema.apply("prediction").dataType()).isEqualTo(DataTypes.DoubleType);
    assertThat(schema.apply("predictedLabel").dataType()).isEqualTo(DataTypes.StringType);
    assertThat(schema.apply("probability").dataType()).isEqualTo(SQLDataTypes.VectorType());
  }

  @Test
  void invalidColumnsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.transform(images().drop("content")))
        .withMessageContainingAll("inputCol", "a column \"content\"", "[path, truth]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.copy(input("truth")).transformSchema(SCHEMA))
        .withMessageContainingAll("inputCol", "\"truth\" of type binary", "found string");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> classifier.transform(images().withColumn("probability", functions.lit(1))))
        .withMessageContainingAll("probabilityCol", "\"probability\" exists already");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ImageClassifier()
                    .setModelPath("m")
                    .setPredictionCol("path")
                    .transform(images()))
        .withMessageContainingAll("predictionCol", "\"path\" exists already");
  }

  private ParamMap input(String column) {
    return new ParamMap().put(classifier.inputCol(), column);
  }

  @Test
  void invalidParametersAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageClassifier("c").transformSchema(SCHEMA))
        .withMessageContainingAll("c: modelPath is not set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.setBatchSize(0))
        .withMessageContaining("batchSize given invalid value 0");
    assertThatThrownBy(() -> classifier.setModelPath("s3a://key:hunter2@bucket/model.zip"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("modelPath = s3a://***@")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(
            () ->
                classifier.setModelPath(folder.resolve("none.zip").toString()).transform(images()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("none.zip", "no such model");
  }

  @Test
  void rowWithoutAnImageIsNamed() {
    Dataset<Row> missing =
        images()
            .withColumn(
                "content",
                functions.when(functions.col("path").notEqual("image-4"), functions.col("content")))
            .coalesce(1);
    assertThat(dataException(missing))
        .isEqualTo("image-4: expected the bytes of an image, found null");
    assertThat(dataException(missing.drop("path")))
        .isEqualTo("row 5 of its partition: expected the bytes of an image, found null");
    assertThat(dataException(images().withColumn("content", functions.lit(new byte[] {1, 2}))))
        .contains("image-")
        .contains("offset 0: expected the first bytes of a PNG, JPEG,", "image, found 0102");
  }

  private String dataException(Dataset<Row> rows) {
    Dataset<Row> scored = classifier.transform(rows);
    List<String> found = new ArrayList<>();
    assertThatThrownBy(scored::collectAsList)
        .isInstanceOf(SparkException.class)
        .satisfies(
            thrown ->
                Stream.iterate(thrown, e -> e != null, Throwable::getCause)
                    .filter(DataException.class::isInstance)
                    .forEach(e -> found.add(e.getMessage())));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static void assertScored(Row row, float[] expected) {
    double[] probabilities = row.<Vector>getAs("probability").toArray();
    assertThat(probabilities)
        .isEqualTo(IntStream.range(0, 3).mapToDouble(k -> expected[k]).toArray());
    assertThat(row.<Double>getAs("prediction")).isEqualTo(first(expected));
    assertThat(row.<String>getAs("predictedLabel"))
        .isEqualTo(RandomModel.CLASSES.get(first(expected)));
  }

  /** Returns the first position of the largest value. */
  private static int first(float[] values) {
    int best = 0;
    for (int k = 0; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  private static Dataset<Row> images() {
    return LocalSpark.session().createDataFrame(rows(), SCHEMA);
  }

  private static List<Row> rows() {
    return IntStream.range(0, IMAGES)
        .mapToObj(i -> RowFactory.create("image-" + i, RandomModel.CLASSES.get(i % 3), png(i)))
        .toList();
  }

  private static List<byte[]> pixels() {
    return IntStream.range(0, IMAGES)
        .mapToObj(i -> PngFixture.pixels(RandomModel.HEIGHT, RandomModel.WIDTH, 31 * i))
        .toList();
  }

  private static byte[] png(int i) {
    return PngFixture.encode(RandomModel.HEIGHT, RandomModel.WIDTH, 31 * i);
  }
}
