package io.lautum.evaluation.predict;

import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.experiment.config.EnumNames;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The parameters of all stages that score examples: columns, score for outsiders and batch size.
 *
 * @param <S> class of the stage, which setters return
 */
public interface ScoringParams<S extends ScoringParams<S>> extends Params {
  /** Holds the parameters of one stage. */
  class Holder {
    private final Param<String> inputCol;
    private final Param<String> predictionCol;
    private final Param<String> predictedLabelCol;
    private final Param<String> probabilityCol;
    private final Param<String> outsiderScoreCol;
    private final Param<String> outsiderScore;
    private final IntParam batchSize;

    protected Holder(Params stage) {
      inputCol = new Param<>(stage, "inputCol", "column of images or vectors");
      predictionCol =
          new Param<>(stage, "predictionCol", "new column of the class's index or label, double");
      predictedLabelCol = new Param<>(stage, "predictedLabelCol", "new column of the class's name");
      probabilityCol = new Param<>(stage, "probabilityCol", "new column of probabilities, vector");
      outsiderScoreCol =
          new Param<>(
              stage,
              "outsiderScoreCol",
              "new column of doubles, larger for examples of the classes than for outsiders; none"
                  + " if it is not set");
      outsiderScore =
          new Param<>(
              stage,
              "outsiderScore",
              "content of outsiderScoreCol: energy, which is the negative energy, or max-logit",
              ParamValidators.inArray(EnumNames.all(OutsiderScore.class)));
      batchSize =
          new IntParam(
              stage, "batchSize", "examples per forward pass, >= 1", ParamValidators.gtEq(1));
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

  default Param<String> outsiderScoreCol() {
    return columns().outsiderScoreCol;
  }

  default Param<String> outsiderScore() {
    return columns().outsiderScore;
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

  default S setOutsiderScoreCol(String column) {
    return with(outsiderScoreCol(), column);
  }

  default S setOutsiderScore(String score) {
    return with(outsiderScore(), score);
  }

  default S setBatchSize(int examples) {
    return with(batchSize(), examples);
  }

  /** Sets a parameter and returns this stage. */
  @SuppressWarnings("unchecked")
  default S with(Param<?> parameter, Object value) {
    set((Param<Object>) parameter, value);
    return (S) this;
  }

  /** Sets the defaults of these parameters. */
  default void setScoringDefaults() {
    setDefault(inputCol(), "content");
    setDefault(predictionCol(), "prediction");
    setDefault(predictedLabelCol(), "predictedLabel");
    setDefault(probabilityCol(), "probability");
    setDefault(outsiderScore(), EnumNames.of(OutsiderScore.ENERGY));
    setDefault(batchSize(), 256);
  }
}
