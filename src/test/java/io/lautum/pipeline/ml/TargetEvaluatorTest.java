package io.lautum.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetEvaluatorTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("the.domain", DataTypes.StringType)
          .add("prediction", DataTypes.DoubleType)
          .add("probability", SQLDataTypes.VectorType());

  @TempDir private Path folder;

  private static Row row(Double label, String domain, double prediction) {
    double one = prediction == 1 ? 0.8 : 0.2;
    return RowFactory.create(label, domain, prediction, Vectors.dense(1 - one, one));
  }

  /** Of the four labelled rows of the target, three are right; of the source's two, none. */
  private static Dataset<Row> scored() {
    return LocalSpark.session()
        .createDataFrame(
            List.of(
                row(0.0, "target", 0),
                row(1.0, "target", 1),
                row(1.0, null, 1),
                row(1.0, "target", 0),
                row(0.0, "source", 1),
                row(1.0, "source", 0),
                row(null, "target", 1),
                row(null, null, 0),
                row(Double.NaN, "target", 1)),
            SCHEMA);
  }

  private static TargetEvaluator evaluator(String metric) {
    TargetEvaluator evaluator = new TargetEvaluator().setDomainCol("the.domain");
    evaluator.setLabelCol("label").setMetricName(metric);
    return evaluator;
  }

  @Test
  void onlyLabelledRowsOfTheTargetCount() {
    assertThat(evaluator("accuracy").evaluate(scored())).isEqualTo(0.75);
    assertThat(evaluator("logLoss").evaluate(scored()))
        .isCloseTo(-(3 * Math.log(0.8) + Math.log(0.2)) / 4, within(1e-9));
    TargetEvaluator ofAllDomains = evaluator("accuracy");
    ofAllDomains.clear(ofAllDomains.domainCol());
    assertThat(ofAllDomains.evaluate(scored())).isEqualTo(0.5);
    assertThat(evaluator("logLoss").isLargerBetter()).isFalse();
  }

  @Test
  void noLabelledRowIsAnError() {
    Dataset<Row> none = scored().withColumn("the.domain", functions.lit("source"));
    for (String metric : List.of("f1", "accuracy")) {
      assertThatThrownBy(() -> evaluator(metric).evaluate(none))
          .as(metric)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              ": expected labelled rows of the target, found none; use fewer folds");
    }
    assertThatThrownBy(() -> evaluator("logLoss").evaluate(none))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void copiesAndSavedEvaluatorsAreTheSame() throws IOException {
    TargetEvaluator evaluator = evaluator("accuracy");
    assertThat(evaluator.copy(new ParamMap()).explainParams())
        .isEqualTo(evaluator.explainParams())
        .contains("domainCol");
    evaluator.save(folder.resolve("saved").toString());
    TargetEvaluator read = TargetEvaluator.load(folder.resolve("saved").toString());
    assertThat(read.uid()).isEqualTo(evaluator.uid());
    assertThat(read.evaluate(scored())).isEqualTo(0.75);
  }
}
