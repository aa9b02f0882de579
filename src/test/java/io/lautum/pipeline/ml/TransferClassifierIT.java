package io.lautum.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.data.glyphs.GlyphReader;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class TransferClassifierIT {
  private static final StructType SCHEMA =
      new StructType()
          .add("content", DataTypes.BinaryType)
          .add("name", DataTypes.StringType)
          .add("digit", DataTypes.DoubleType)
          .add("domain", DataTypes.StringType);

  @TempDir private Path work;

  /** Returns drawn digits; of every three rows, the last one has no label. */
  private static Dataset<Row> digits(int count, boolean allLabelled, long seed) {
    List<Row> rows = new ArrayList<>();
    try (Examples examples =
        new GlyphReader("digits", count, 0, seed)
            .read(new Configuration(false), Split.TRAIN, 0, 1)) {
      while (examples.hasNext()) {
        Example example = examples.next();
        boolean hasLabel = allLabelled || rows.size() % 3 != 2;
        rows.add(
            RowFactory.create(
                png(example.pixels()),
                hasLabel ? "digit " + example.label() : null,
                hasLabel ? (double) example.label() : null,
                "target"));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(2);
  }

  private static byte[] png(byte[] pixels) throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, 28, 28, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private TransferClassifier classifier(int steps) {
    return new TransferClassifier()
        .setMethod("scratch")
        .setWorkDir(work.toString())
        .setConfiguration("finetune.steps=" + steps, "finetune.augmentation.affine=0");
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void learnsTextsAndSurvivesSaving() throws IOException {
    TransferClassificationModel model =
        classifier(120).setLabelCol("name").fit(digits(180, false, 1));
    assertThat(left()).isEmpty();
    assertThat(model.classes()).hasSize(10).startsWith("digit 0", "digit 1");
    Dataset<Row> test = digits(100, true, 2);
    Dataset<Row> scored = model.transform(test);
    assertThat(scored.schema().fieldNames())
        .containsExactly(
            "content",
            "name",
            "digit",
            "domain",
            "prediction",
            "predictedLabel",
            "probability",
            "rawPrediction");
    // A network without training is right in a tenth of the cases.
    assertThat(scored.filter("name = predictedLabel").count()).isGreaterThan(50);
    for (Row row : scored.takeAsList(5)) {
      Vector probabilities = row.getAs("probability");
      Vector logarithms = row.getAs("rawPrediction");
      assertThat((double) row.getAs("prediction")).isEqualTo(probabilities.argmax());
      for (int k = 0; k < probabilities.size(); k++) {
        assertThat(Math.exp(logarithms.apply(k))).isCloseTo(probabilities.apply(k), within(1e-6));
      }
    }
    thresholdsChangeThePrediction(model.copy(new ParamMap()));
    Dataset<Row> outsiders =
        model.copy(new ParamMap()).setOutsiderScoreCol("insider").transform(test);
    assertThat(outsiders.drop("insider").collectAsList()).isEqualTo(scored.collectAsList());
    assertThat(outsiders.filter("insider is null").count()).isZero();
    model.write().overwrite().save(work.resolve("saved").toString());
    TransferClassificationModel read =
        TransferClassificationModel.load(work.resolve("saved").toString());
    assertThat(read.transform(test).collectAsList()).isEqualTo(scored.collectAsList());
  }

  private static void thresholdsChangeThePrediction(TransferClassificationModel model) {
    double[] thresholds = new double[10];
    Arrays.fill(thresholds, 1);
    thresholds[7] = 0;
    model.set(model.thresholds(), thresholds);
    Dataset<Row> scored = model.transform(digits(10, true, 2));
    assertThat(scored.filter("prediction != 7 or predictedLabel != 'digit 7'").count()).isZero();
    model.set(model.thresholds(), new double[] {1});
    assertThatThrownBy(() -> model.transform(digits(10, true, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("thresholds: expected one per class");
  }

  @Test
  @Tag("long")
  void crossValidatorChoosesTheLongerTraining() {
    TransferClassifier classifier = classifier(1).setLabelCol("digit");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(
                classifier.configuration(),
                JavaConverters.asScalaBuffer(
                        List.of(
                            new String[] {"finetune.steps=1"}, new String[] {"finetune.steps=120"}))
                    .toSeq())
            .build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {classifier}))
            .setEstimatorParamMaps(grid)
            .setEvaluator(
                new MulticlassClassificationEvaluator()
                    .setLabelCol("digit")
                    .setMetricName("accuracy"))
            .setNumFolds(2)
            .fit(digits(120, true, 1));
    assertThat(chosen.avgMetrics()[1]).isGreaterThan(chosen.avgMetrics()[0] + 0.1);
    Dataset<Row> scored = chosen.transform(digits(40, true, 2));
    // Predictions are labels, not indices.
    assertThat(scored.filter("digit = prediction").count()).isGreaterThan(12);
    assertThat(((PipelineModel) chosen.bestModel()).stages()[0])
        .isInstanceOf(TransferClassificationModel.class);
  }

  @Test
  void sourceRowsAreTheSource() {
    Dataset<Row> source = digits(120, true, 3).withColumn("domain", functions.lit("source"));
    TransferClassificationModel model =
        classifier(20)
            .setMethod("standard")
            .setLabelCol("digit")
            .setDomainCol("domain")
            .setConfiguration("finetune.steps=20", "pretrain.epochs=1")
            .fit(digits(60, false, 1).union(source));
    assertThat(model.method()).isEqualTo("standard");
    assertThat(model.copy(new ParamMap()).classes()).isEqualTo(model.classes());
  }

  @Test
  void wrongInputGivesOneLine() throws IOException {
    Dataset<Row> rows = digits(30, true, 1);
    assertThatThrownBy(() -> classifier(5).fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labelCol: expected a column \"label\"");
    assertThatThrownBy(() -> classifier(5).setLabelCol("content").fit(rows))
        .hasMessageContaining("labelCol: expected a column of labels, texts or numbers");
    assertThatThrownBy(
            () ->
                classifier(5)
                    .setLabelCol("digit")
                    .fit(rows.withColumn("digit", functions.col("digit").plus(0.5))))
        .hasMessageContaining("labelCol: expected whole numbers");
    assertThatThrownBy(
            () ->
                classifier(5)
                    .setLabelCol("name")
                    .fit(rows.withColumn("name", functions.lit(null).cast("string"))))
        .hasMessageContaining("expected labelled rows of the target, found none");
    assertThatThrownBy(() -> classifier(5).setLabelCol("digit").setMethod("magic").fit(rows))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("magic");
    assertThatThrownBy(() -> classifier(5).setLabelCol("digit").setInputCol("name").fit(rows))
        .hasMessageContaining("inputCol");
    assertThat(left()).isEmpty();
  }

  @Test
  void anEstimatorSurvivesSaving() throws IOException {
    TransferClassifier classifier = classifier(7).setLabelCol("digit").setSeed(4);
    classifier.save(work.resolve("stage").toString());
    TransferClassifier read = TransferClassifier.load(work.resolve("stage").toString());
    assertThat(read.uid()).isEqualTo(classifier.uid());
    assertThat(read.getOrDefault(read.seed())).isEqualTo(4L);
    assertThat(read.getOrDefault(read.configuration())).contains("finetune.steps=7");
    new TransferClassifier().save(work.resolve("unset").toString());
    TransferClassifier unset = TransferClassifier.load(work.resolve("unset").toString());
    // Another machine has another folder for temporary files.
    assertThat(unset.isDefined(unset.workDir())).isFalse();
    assertThat(read.explainParams())
        .contains("thresholds", "(default: label, current: digit)", "(default: content)");
  }
}
