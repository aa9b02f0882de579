package io.lautum.pipeline.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.evaluation.choice.RaceJob;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DataFrames as other programs leave them: names with dots, NaN labels, columns that exist. */
class FoundColumnsIT {
  @TempDir private Path work;

  private static Dataset<Row> rows() {
    return LocalSpark.session()
        .range(0, 40, 1, 1)
        .selectExpr("id", "cast(id % 2 as double) label", "array(id % 2 + rand(1)) features");
  }

  private TransferClassifier classifier() {
    return new TransferClassifier()
        .setInputCol("features")
        .setMethod("scratch")
        .setWorkDir(work.toString())
        .setConfiguration(
            "finetune.steps=2", "network.architecture=mlp", "network.widths=[4]", "workers=1");
  }

  private org.apache.hadoop.fs.Path folder() {
    return new org.apache.hadoop.fs.Path(work.toUri());
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(work.resolve(name).toString());
  }

  /** pandas stores missing numbers as NaN, which as a whole number would be class 0. */
  @Test
  void rowsWithNanAsLabelAreUnlabelled() throws IOException {
    Dataset<Row> missing = rows().withColumn("label", expr("if(id < 10, double('NaN'), label)"));
    List<String> keys =
        new TrainingTables(classifier().setValidationIndicatorCol("held"))
            .write(missing.withColumn("held", expr("id % 5 = 0")), folder());
    assertThat(keys).anyMatch(key -> key.startsWith("target.unlabelled="));
    assertThat(table("target.unlabelled").count()).isEqualTo(10);
    assertThat(table("target.labelled").count()).isEqualTo(24);
    assertThat(table("validation").count()).isEqualTo(6);
  }

  @Test
  void blankLabelsAreNone() throws IOException {
    String[] forms = {"", " ", "\\t\\u2003\\n", "a", " a ", "a\\u2003"};
    String label = "element_at(array('" + String.join("', '", forms) + "'), int(id % 6) + 1)";
    new TrainingTables(classifier()).write(rows().withColumn("label", expr(label)), folder());
    assertThat(table("target.unlabelled").count()).isEqualTo(21);
    assertThat(table("target.labelled").select("label").distinct().collectAsList())
        .containsExactly(RowFactory.create("a"));
  }

  @Test
  void labelsOfValidationRowsMustBeTrained() {
    Dataset<Row> held =
        rows().selectExpr("*", "id < 4 as held").withColumn("label", expr("if(id = 3, 9, label)"));
    TransferClassifier classifier = classifier().setValidationIndicatorCol("held");
    assertThatThrownBy(() -> classifier.fit(held))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            classifier.uid()
                + ": validationIndicatorCol: expected labels of the target's rows for training,"
                + " found \"9\"");
  }

  @Test
  void pathsOfRowsAreKeptAsTheirNames() throws IOException {
    TrainingTables tables = new TrainingTables(classifier());
    tables.write(rows().withColumn("path", expr("concat('scan-', id)")), folder());
    assertThat(table("target.labelled").filter("path = 'scan-7'").count()).isEqualTo(1);
    tables.write(
        rows().withColumn("path", col("id")), new org.apache.hadoop.fs.Path(folder(), "numbers"));
    assertThat(table("numbers/target.labelled").columns()).doesNotContain("path");
  }

  @Test
  void labelsThatAreNotWholeNumbersOf64BitsAreRejected() {
    for (String label : List.of("double('inf')", "1e30D", "1.5D", "cast(1e25 as decimal(30,0))")) {
      assertThatThrownBy(
              () ->
                  new TrainingTables(classifier())
                      .write(rows().withColumn("label", expr(label)), folder()))
          .as(label)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("labelCol: expected whole numbers, found others");
    }
  }

  @Test
  void namesMayHaveDotsAndNewColumnsReplaceNone() {
    Dataset<Row> dotted =
        rows().withColumnRenamed("features", "f.x").withColumnRenamed("label", "a`b.c");
    TransferClassificationModel model =
        classifier()
            .setInputCol("f.x")
            .setLabelCol("a`b.c")
            .setProbabilityCol("p.p")
            .setPredictionCol("q.q")
            .fit(dotted);
    Row first = model.transform(dotted).first();
    assertThat(first.schema().fieldNames())
        .containsExactly("id", "a`b.c", "f.x", "q.q", "predictedLabel", "p.p", "rawPrediction");
    assertThat((double) first.getAs("q.q")).isIn(0.0, 1.0);
    for (String existing : List.of("rawPrediction", "RawPrediction", "PredictedLabel")) {
      assertThatThrownBy(() -> model.transform(dotted.withColumn(existing, lit(7))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("exists already; choose another name");
    }
    assertThatThrownBy(
            () -> model.copy(new ParamMap()).setRawPredictionCol("q.q").transform(dotted))
        .hasMessageContaining("rawPredictionCol: column \"q.q\" exists already");
    assertThat(model.transform(dotted.select(col("`f.x`"))).columns()).hasSize(5);
  }

  @Test
  void columnsMayShareANameAndKeepTheirMetadata() {
    TransferClassificationModel model = classifier().fit(rows());
    Metadata metadata = new MetadataBuilder().putString("unit", "mm").build();
    Dataset<Row> twice =
        rows()
            .select(
                col("id").as("x", metadata),
                col("features"),
                col("label").as("X"),
                col("id").as("x"));
    Dataset<Row> scored = model.transform(twice.coalesce(1));
    assertThat(scored.columns()).startsWith("x", "features", "X", "x", "prediction").hasSize(8);
    assertThat(scored.schema().fields()[0].metadata()).isEqualTo(metadata);
    assertThat(scored.schema().fields()[3].metadata()).isEqualTo(Metadata.empty());
    Row third = scored.collectAsList().get(3);
    assertThat(third.get(0)).isEqualTo(third.get(3)).isEqualTo(3L);
    assertThat(third.get(2)).isEqualTo(1.0);
    assertThatThrownBy(() -> model.transform(rows().select(col("features"), col("features"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "inputCol: expected a column \"features\", found [features, features]; rename or drop"
                + " all but one");
  }

  @ParameterizedTest
  @CsvSource({
    "adapt.method=standard, adapt.method = standard, method = scratch",
    "seed=7, seed = 7, seed = 1",
    "'target={missing: mean}', target.missing = mean, missing = fail"
  })
  void configurationMustNotContradictParameters(String key, String found, String parameter) {
    TransferClassifier classifier = classifier().setConfiguration("finetune.steps=2", key);
    assertThatThrownBy(() -> classifier.fit(rows()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            ": configuration: " + found + " contradicts the parameter " + parameter);
  }

  @Test
  void fitKeepsTheJobGroupOfItsCaller() {
    JavaSparkContext spark = LocalSpark.context();
    int[] others = spark.statusTracker().getJobIdsForGroup("prepare");
    spark.setJobGroup("nightly", "all fits", true);
    try {
      classifier().fit(rows());
      assertThat(spark.getLocalProperty("spark.jobGroup.id")).isEqualTo("nightly");
      assertThat(spark.getLocalProperty("spark.job.description")).isEqualTo("all fits");
      assertThat(spark.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("true");
      assertThat(spark.statusTracker().getJobIdsForGroup("nightly")).hasSizeGreaterThan(3);
      assertThat(spark.statusTracker().getJobIdsForGroup("prepare")).isEqualTo(others);
    } finally {
      spark.clearJobGroup();
    }
  }

  /** Names of experiments and folders allow fewer characters than identifiers. */
  @Test
  void identifierMayHaveAnyCharactersAndWorkDirNeedNotBeSet() {
    TransferClassifier classifier = new TransferClassifier("stage 1: a/b");
    classifier().copyValues(classifier, ParamMap.empty());
    classifier.clear(classifier.workDir());
    assertThat(classifier.fit(rows()).uid()).isEqualTo("stage 1: a/b");
    assertThat(work).isEmptyDirectory();
  }

  /** Spark's own evaluator fails at the unlabelled rows of the smaller part. */
  @Test
  void trainValidationSplitMeasuresLabelledRowsOfTheTarget() {
    Dataset<Row> mixed =
        rows()
            .union(rows())
            .withColumn("domain", expr("if(id % 5 = 0, 'source', 'target')"))
            .withColumn("label", expr("if(id % 4 = 3, null, label)"));
    TransferClassifier classifier = classifier().setDomainCol("domain");
    TargetEvaluator evaluator = new TargetEvaluator().setDomainCol("domain");
    evaluator.setMetricName("accuracy");
    double[] accuracies =
        new TrainValidationSplit()
            .setEstimator(classifier)
            .setEstimatorParamMaps(new ParamMap[] {ParamMap.empty()})
            .setEvaluator(evaluator)
            .setSeed(1)
            .fit(mixed)
            .validationMetrics();
    assertThat(accuracies[0]).isBetween(0.0, 1.0);
  }

  @Test
  void namesWithoutAGroupAreStated() {
    TransferClassifier auto =
        classifier()
            .setMethod("auto")
            .setConfiguration(
                "finetune.steps=2",
                "network.architecture=mlp",
                "network.widths=[4]",
                "workers=1",
                "finetune.auto.candidates=scratch",
                "adapt.folds=2",
                "adapt.group-pattern=scan-(\\d\\d)");
    try (CapturedLog log = new CapturedLog(RaceJob.class)) {
      auto.fit(rows().withColumn("path", expr("concat('scan-', id)")));
      assertThat(log.lines())
          .contains(
              "WARN auto: adapt.group-pattern does not match 10 of 40 names; these images count as"
                  + " independent");
    }
  }

  @Test
  void thresholdsAreNotNegative() {
    for (double[] wrong : new double[][] {{-1, 1}, {0, 0}, {Double.NaN, 1}}) {
      assertThatThrownBy(() -> classifier().setThresholds(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("thresholds given invalid value");
    }
    TransferClassifier allowed = classifier().setThresholds(0, 1);
    assertThat(allowed.getOrDefault(allowed.thresholds())).containsExactly(0, 1);
  }
}
