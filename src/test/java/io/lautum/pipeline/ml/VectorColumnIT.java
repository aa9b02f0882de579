package io.lautum.pipeline.ml;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.evaluation.predict.PredictJob;
import io.lautum.evaluation.predict.ScoreForm;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.experiment.result.TemperatureScaling;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator and its model on columns of vectors and of arrays of numbers. */
class VectorColumnIT {
  private static final StructType SCHEMA =
      new StructType()
          .add("a", DataTypes.DoubleType)
          .add("b", DataTypes.DoubleType)
          .add("class", DataTypes.StringType)
          .add("held", DataTypes.BooleanType);
  private static final String TRAINED = "class is null or not held";

  @TempDir private static Path work;

  private static Dataset<Row> rows;
  private static PipelineModel pipeline;
  private static TransferClassificationModel model;
  private static Dataset<Row> assembled;

  /**
   * Two classes whose means differ by three standard deviations. Every third row has no label, and
   * every fourth one is held out if it has one. The last row lacks a value.
   */
  @BeforeAll
  static void fit() {
    Random random = new Random(1);
    List<Row> drawn = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean high = random.nextBoolean();
      String label = high ? "high" : "low";
      double value = 100 + (high ? 3 : 0) + random.nextGaussian();
      drawn.add(RowFactory.create(value, 0.5, i % 3 == 2 ? null : label, i % 4 == 0));
    }
    drawn.add(RowFactory.create(null, 0.5, null, null));
    rows = LocalSpark.session().createDataFrame(drawn, SCHEMA).coalesce(1);
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b"})
            .setOutputCol("features")
            .setHandleInvalid("keep");
    assembled = assembler.transform(rows);
    pipeline =
        new Pipeline()
            .setStages(new PipelineStage[] {assembler, classifier().setPredictionCol("index")})
            .fit(rows.filter(TRAINED));
    model = (TransferClassificationModel) pipeline.stages()[1];
  }

  private static TransferClassifier classifier() {
    return new TransferClassifier()
        .setInputCol("features")
        .setLabelCol("class")
        .setMethod("scratch")
        .setMissing("mean")
        .setWorkDir(work.toString())
        .setConfiguration(
            "finetune.steps=300", "network.architecture=mlp", "network.widths=[16]", "workers=1");
  }

  @Test
  void savedPipelineGivesTheSamePredictions() throws IOException {
    Dataset<Row> scored = pipeline.transform(rows);
    assertThat(scored.columns()).contains("index").doesNotContain("prediction");
    // The threshold half-way between the means is right in 93 % of the rows.
    assertThat(scored.filter("(a > 101.5) = (predictedLabel = 'high')").count()).isGreaterThan(110);
    pipeline.save(work.resolve("pipeline").toString());
    PipelineModel read = PipelineModel.load(work.resolve("pipeline").toString());
    assertThat(read.transform(rows).collectAsList()).isEqualTo(scored.collectAsList());
  }

  /** The command {@code predict} reads the same rows from a table, without Spark's rows. */
  @Test
  void predictGivesTheSameBits() throws IOException {
    model.save(work.resolve("model").toString());
    assembled.select("features").write().parquet(work.resolve("table").toString());
    String scores = work.resolve("scores.parquet").toString();
    new PredictJob(LocalSpark.context())
        .run(
            work.resolve("model/model.zip").toString(),
            work.resolve("table").toString(),
            null,
            scores,
            256,
            ScoreForm.ALL,
            new VectorsConfig(List.of(), 0, "mean"));
    List<Vector> expected = probabilities(model.transform(assembled));
    List<Row> predicted = LocalSpark.session().read().parquet(scores).collectAsList();
    assertThat(predicted).hasSize(121);
    for (Row row : predicted) {
      String path = row.getAs("path");
      Vector probabilities = expected.get(Integer.parseInt(path.replaceFirst(".*#", "")));
      assertThat(row.<Float>getList(row.fieldIndex("probabilities")))
          .containsExactly((float) probabilities.apply(0), (float) probabilities.apply(1));
    }
  }

  @Test
  void streamGivesTheSamePredictions() throws Exception {
    String table = work.resolve("stream-in").toString();
    assembled.repartition(3).write().parquet(table);
    Dataset<Row> stream =
        LocalSpark.session()
            .readStream()
            .schema(assembled.schema())
            .option("maxFilesPerTrigger", 1)
            .parquet(table);
    StreamingQuery query =
        model
            .transform(stream)
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", work.resolve("stream-checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(work.resolve("stream-out").toString());
    query.awaitTermination();
    assertThat(query.recentProgress()).hasSizeGreaterThan(1);
    Dataset<Row> written =
        LocalSpark.session().read().parquet(work.resolve("stream-out").toString());
    assertThat(written.orderBy("a").select("a", "predictedLabel", "index").collectAsList())
        .hasSize(121)
        .isEqualTo(
            model
                .transform(assembled)
                .orderBy("a")
                .select("a", "predictedLabel", "index")
                .collectAsList());
  }

  /**
   * A fit on all rows with the held-out ones marked is the fit on the other rows, with the
   * temperature of the held-out ones.
   */
  @Test
  void arraysGiveTheSameModelAndHeldOutRowsItsTemperature() throws IOException {
    Dataset<Row> arrays =
        assembled.withColumn("features", vector_to_array(col("features"), "float64"));
    TransferClassificationModel calibrated =
        classifier()
            .setWorkDir(work.resolve("[2024] {a,b} \\n").toString())
            .setValidationIndicatorCol("held")
            .fit(arrays);
    List<Row> held =
        model.transform(assembled).filter("held and class is not null").collectAsList();
    float[][] probabilities = new float[held.size()][];
    int[] labels = new int[held.size()];
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      Vector vector = held.get(i).getAs("probability");
      probabilities[i] = new float[] {(float) vector.apply(0), (float) vector.apply(1)};
      labels[i] = model.classes().indexOf(held.get(i).<String>getAs("class"));
      right += labels[i] == vector.argmax() ? 1 : 0;
    }
    TemperatureScaling scaling = TemperatureScaling.mostProbable(probabilities, labels);
    ValidationResult result = calibrated.copy(new ParamMap()).validation().orElseThrow();
    assertThat(result.rows()).isEqualTo(20);
    assertThat(result.temperature()).isCloseTo(1 / scaling.inverse(), within(1e-9));
    assertThat(scaling.inverse()).isNotCloseTo(1, within(0.01));
    assertThat(result.accuracy()).isEqualTo(right / 20.0);
    double loss = 0;
    List<Row> scored =
        calibrated.transform(arrays).filter("held and class is not null").collectAsList();
    for (int i = 0; i < labels.length; i++) {
      Vector vector = scored.get(i).getAs("probability");
      double[] expected = scaling.of(probabilities[i]);
      assertThat(vector.apply(0)).isCloseTo(expected[0], within(1e-5));
      loss -= Math.log(vector.apply(labels[i])) / 20;
    }
    assertThat(result.crossEntropy()).isCloseTo(loss, within(1e-5));
    assertThat(model.validation()).isEmpty();
  }

  @Test
  void faultyValidationRowsAreLeftOut() {
    Dataset<Row> held = assembled.withColumn("held", expr("held or a is null"));
    Dataset<Row> labelled =
        held.withColumn("class", expr("if(a is null, 'low', class)"))
            .selectExpr("*", "concat('row ', coalesce(a, 'x')) as path");
    try (CapturedLog log = new CapturedLog(ValidationRows.class)) {
      TransferClassificationModel fitted =
          classifier().setMissing("fail").setValidationIndicatorCol("held").fit(labelled);
      assertThat(fitted.validation().orElseThrow().rows()).isEqualTo(20);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN validationIndicatorCol: 1 of 21 rows are left out, such as: row x: ")
          .contains("expected a finite float, found NaN");
    }
  }

  @Test
  void validationNeedsClassesOfTheModel() {
    Dataset<Row> scored =
        model.transform(assembled).limit(5).withColumn("fault", lit(null).cast("string"));
    ValidationRows known =
        new ValidationRows(
            scored.select(col("probability"), lit("low"), col("fault")), model.classes());
    assertThat(known.result(false).orElseThrow().temperature()).isEqualTo(1);
    try (CapturedLog log = new CapturedLog(ValidationRows.class)) {
      ValidationRows unknown =
          new ValidationRows(
              scored.select(col("probability"), lit("middle"), col("fault")), model.classes());
      assertThat(unknown.result(true)).isEmpty();
      assertThat(log.lines())
          .containsExactly(
              "WARN validationIndicatorCol: 5 of 5 rows are left out, such as: expected a label"
                  + " among [high, low], found \"middle\"");
    }
  }

  @Test
  void thresholdsKeepTheNamesOfTheClasses() {
    TransferClassificationModel shifted = model.copy(new ParamMap()).setThresholds(0.5, 1);
    Dataset<Row> names =
        new IndexToString()
            .setInputCol("index")
            .setOutputCol("name")
            .transform(shifted.transform(assembled));
    assertThat(names.filter("name <> predictedLabel").count()).isZero();
  }

  @Test
  void missingValuesAreTheMeanOfTheTrainingRowsOrErrors() {
    double mean = rows.filter(TRAINED).agg(avg("a")).first().getDouble(0);
    Dataset<Row> gap = assembled.filter("a is null");
    Dataset<Row> filled = gap.withColumn("features", array(lit(mean), lit(0.5)));
    Vector expected = probabilities(model.transform(filled)).get(0);
    assertThat(expected.apply(0)).isBetween(0.01, 0.99);
    assertThat(probabilities(model.transform(gap)).get(0).apply(0))
        .isCloseTo(expected.apply(0), within(1e-4));
    TransferClassificationModel strict = model.copy(new ParamMap()).setMissing("fail");
    assertThatThrownBy(() -> strict.transform(gap).collect())
        .hasStackTraceContaining("value 0: expected a finite float, found NaN");
  }

  @Test
  void wrongColumnsGiveOneLine() {
    assertThatThrownBy(() -> model.transform(assembled.withColumn("features", lit(new byte[] {1}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "inputCol: the model expects vectors, found images in column \"features\"");
    Dataset<Row> shorter = assembled.withColumn("features", array(col("a")));
    assertThatThrownBy(() -> model.transform(shorter).collect())
        .hasStackTraceContaining("expected a vector of 2 values, found 1");
    assertThatThrownBy(() -> classifier().setInputCol("a").fit(rows))
        .hasMessageContaining("a vector or an array of numbers, found double");
    assertThatThrownBy(() -> classifier().setMissing("zero"))
        .hasMessageContaining("missing given invalid value zero");
    assertThatThrownBy(() -> classifier().setValidationIndicatorCol("a").fit(assembled))
        .hasMessageContaining("expected a column of booleans, true for validation, found double");
    Dataset<Row> none = assembled.withColumn("held", lit(false));
    assertThatThrownBy(() -> classifier().setValidationIndicatorCol("held").fit(none))
        .hasMessageContaining("expected labelled rows for validation, found none");
  }

  private static List<Vector> probabilities(Dataset<Row> scored) {
    return scored.collectAsList().stream().map(row -> row.<Vector>getAs("probability")).toList();
  }
}
