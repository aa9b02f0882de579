package io.lautum.pipeline.ml;

import io.lautum.evaluation.predict.ImageClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.StructType;

/** The parameters that an estimator shares with its model: columns, thresholds and batch size. */
public interface ColumnParams extends Params {
  /** Holds the parameters of one stage. */
  final class Holder {
    private final Param<String> inputCol;
    private final Param<String> predictionCol;
    private final Param<String> predictedLabelCol;
    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;
    private final DoubleArrayParam thresholds;
    private final IntParam batchSize;

    Holder(Params stage) {
      inputCol = new Param<>(stage, "inputCol", "column of images: binary, or a struct");
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
              "per class; the class with the largest p/threshold is predicted");
      batchSize =
          new IntParam(
              stage, "batchSize", "images per forward pass, >= 1", ParamValidators.gtEq(1));
    }
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

  default IntParam batchSize() {
    return columns().batchSize;
  }

  /** Sets the defaults of these parameters. */
  default void setColumnDefaults() {
    setDefault(inputCol(), "content");
    setDefault(predictionCol(), "prediction");
    setDefault(predictedLabelCol(), "predictedLabel");
    setDefault(probabilityCol(), "probability");
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(batchSize(), 256);
  }

  /** Returns the stage that scores the images of the input column. */
  default ImageClassifier images() {
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
   * @throws IllegalArgumentException if the input column is missing or has no images, or a new one
   *     exists already
   */
  default StructType transformed(StructType schema) {
    // The path is not read; the model is in memory.
    return images()
        .setModelPath("model.zip")
        .transformSchema(schema)
        .add(getOrDefault(rawPredictionCol()), SQLDataTypes.VectorType(), false);
  }
}
