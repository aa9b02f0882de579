package io.lautum.pipeline.ml;

import io.lautum.Text;
import io.lautum.evaluation.predict.ImageClassifier;
import io.lautum.evaluation.predict.NewColumn;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * The parameters that an estimator shares with its model: columns, thresholds, missing values and
 * batch size.
 *
 * @param <S> class of the stage, which setters return
 */
public interface ColumnParams<S extends ColumnParams<S>> extends Params {
  /** The value of {@link #missing} that makes missing values errors. */
  String FAIL = "fail";

  /** The value of {@link #missing} that replaces missing values. */
  String MEAN = "mean";

  /** Holds the parameters of one stage. */
  final class Holder {
    private final Param<String> inputCol;
    private final Param<String> predictionCol;
    private final Param<String> predictedLabelCol;
    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;
    private final DoubleArrayParam thresholds;
    private final Param<String> missing;
    private final IntParam batchSize;

    Holder(Params stage) {
      inputCol = new Param<>(stage, "inputCol", "column of images or vectors");
      predictionCol =
          new Param<>(stage, "predictionCol", "new column of the label, or its class's index");
      predictedLabelCol = new Param<>(stage, "predictedLabelCol", "new column of the class's name");
      probabilityCol = new Param<>(stage, "probabilityCol", "new column of probabilities, vector");
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
      batchSize =
          new IntParam(
              stage, "batchSize", "examples per forward pass, >= 1", ParamValidators.gtEq(1));
    }
  }

  private static boolean areThresholds(double[] perClass) {
    // NaN is not at least 0.
    return Arrays.stream(perClass).allMatch(threshold -> threshold >= 0)
        && Arrays.stream(perClass).filter(threshold -> threshold == 0).count() <= 1;
  }

  /** Returns the holder of this stage's parameters. */
  Holder columns();

  default Param<String> inputCol() {
    return columns().inputCol;
  }

  default Param<String> predictionCol() {
    return columns().predictionCol;
  }

  default Param<String> predictedLabelCol() {
    return columns().predictedLabelCol;
  }

  default Param<String> probabilityCol() {
    return columns().probabilityCol;
  }

  default Param<String> rawPredictionCol() {
    return columns().rawPredictionCol;
  }

  default DoubleArrayParam thresholds() {
    return columns().thresholds;
  }

  default Param<String> missing() {
    return columns().missing;
  }

  default IntParam batchSize() {
    return columns().batchSize;
  }

  default S setInputCol(String column) {
    return with(inputCol(), column);
  }

  default S setPredictionCol(String column) {
    return with(predictionCol(), column);
  }

  default S setPredictedLabelCol(String column) {
    return with(predictedLabelCol(), column);
  }

  default S setProbabilityCol(String column) {
    return with(probabilityCol(), column);
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

  default S setBatchSize(int examples) {
    return with(batchSize(), examples);
  }

  /** Sets a parameter and returns this stage. */
  @SuppressWarnings("unchecked")
  private S with(Param<?> parameter, Object value) {
    set((Param<Object>) parameter, value);
    return (S) this;
  }

  /** Sets the defaults of these parameters. */
  default void setColumnDefaults() {
    setDefault(inputCol(), "content");
    setDefault(predictionCol(), "prediction");
    setDefault(predictedLabelCol(), "predictedLabel");
    setDefault(probabilityCol(), "probability");
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(missing(), FAIL);
    setDefault(batchSize(), 256);
  }

  /** Returns whether missing values become the feature's mean. */
  default boolean imputes() {
    return getOrDefault(missing()).equals(MEAN);
  }

  /** Returns the stage that scores the examples of the input column. */
  default ImageClassifier scorer() {
    return new ImageClassifier(uid())
        .setInputCol(getOrDefault(inputCol()))
        .setPredictionCol(getOrDefault(predictionCol()))
        .setPredictedLabelCol(getOrDefault(predictedLabelCol()))
        .setProbabilityCol(getOrDefault(probabilityCol()))
        .setBatchSize((int) getOrDefault(batchSize()));
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
