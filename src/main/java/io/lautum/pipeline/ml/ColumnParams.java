package io.lautum.pipeline.ml;

import io.lautum.Text;
import io.lautum.evaluation.predict.ImageClassifier;
import io.lautum.evaluation.predict.NewColumn;
import io.lautum.evaluation.predict.ScoringParams;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * The parameters that an estimator shares with its model: those of scoring, the column of raw
 * predictions, thresholds and missing values.
 *
 * @param <S> class of the stage, which setters return
 */
public interface ColumnParams<S extends ColumnParams<S>> extends ScoringParams<S> {
  /** The value of {@link #missing} that makes missing values errors. */
  String FAIL = "fail";

  /** The value of {@link #missing} that replaces missing values. */
  String MEAN = "mean";

  /** Holds the parameters of one stage. */
  final class Holder extends ScoringParams.Holder {
    private final Param<String> rawPredictionCol;
    private final DoubleArrayParam thresholds;
    private final Param<String> missing;

    Holder(Params stage) {
      super(stage);
      rawPredictionCol =
          new Param<>(stage, "rawPredictionCol", "new column of the probabilities' logarithms");
      thresholds =
          new DoubleArrayParam(
              stage,
              "thresholds",
              "per class, not negative and at most one of them 0; the class with the largest"
                  + " p/threshold is predicted",
              (Function1<double[], Object> & Serializable) ColumnParams::areThresholds);
      missing =
          new Param<>(
              stage,
              "missing",
              "null and NaN in vectors: fail, or mean for the feature's mean",
              ParamValidators.inArray(new String[] {FAIL, MEAN}));
    }
  }

  private static boolean areThresholds(double[] perClass) {
    // NaN is not at least 0.
    return Arrays.stream(perClass).allMatch(threshold -> threshold >= 0)
        && Arrays.stream(perClass).filter(threshold -> threshold == 0).count() <= 1;
  }

  @Override
  Holder columns();

  default Param<String> rawPredictionCol() {
    return columns().rawPredictionCol;
  }

  default DoubleArrayParam thresholds() {
    return columns().thresholds;
  }

  default Param<String> missing() {
    return columns().missing;
  }

  default S setRawPredictionCol(String column) {
    return with(rawPredictionCol(), column);
  }

  default S setThresholds(double... perClass) {
    return with(thresholds(), perClass);
  }

  default S setMissing(String treatment) {
    return with(missing(), treatment);
  }

  /** Sets the defaults of these parameters. */
  default void setColumnDefaults() {
    setScoringDefaults();
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(missing(), FAIL);
  }

  /** Returns whether missing values become the feature's mean. */
  default boolean imputes() {
    return getOrDefault(missing()).equals(MEAN);
  }

  /** Returns the stage that scores the examples of the input column. */
  default ImageClassifier scorer() {
    return copyValues(new ImageClassifier(uid()), ParamMap.empty());
  }

  /**
   * Returns the schema of a model's output.
   *
   * @throws IllegalArgumentException if the input column is missing or has another type, or a new
   *     one exists already
   */
  default StructType transformed(StructType schema) {
    // The path is not read; the model is in memory.
    StructType scored = scorer().setModelPath("model.zip").transformSchema(schema);
    String added = getOrDefault(rawPredictionCol());
    if (NewColumn.exists(scored, added)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: rawPredictionCol: column \"%s\" exists already; choose another name",
              uid(), added));
    }
    return scored.add(added, SQLDataTypes.VectorType(), false);
  }
}
