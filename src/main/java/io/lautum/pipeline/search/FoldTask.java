package io.lautum.pipeline.search;

import io.lautum.data.shard.Shard;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.result.PredictiveInformation;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.TaskSteps;
import io.lautum.training.finetune.StepCount;
import io.lautum.training.finetune.StepListener;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fine-tunes on a labelled draw without one part and measures on that part. Seeds depend only on
 * draw and part, so that trials differ only in their values.
 */
final class FoldTask implements Function<HeldOut, FoldScore> {
  private final Broadcast<TuningData> data;
  private final Broadcast<TrialSettings> settings;
  private final Map<HeldOut, TaskSteps> steps;

  /**
   * @param steps steps of each training
   */
  FoldTask(
      Broadcast<TuningData> data,
      Broadcast<TrialSettings> settings,
      Map<HeldOut, TaskSteps> steps) {
    this.data = data;
    this.settings = settings;
    this.steps = steps;
  }

  @Override
  public FoldScore call(HeldOut heldOut) {
    return score(data.value(), settings.value(), heldOut, new StepCount(steps.get(heldOut)));
  }

  static FoldScore score(
      TuningData data, TrialSettings settings, HeldOut heldOut, StepListener listener) {
    Shard pool = data.pool();
    Folds folds = data.folds(settings, heldOut.draw());
    Optional<TrainedModel> model = fineTuned(data, settings, heldOut, folds, listener);
    if (model.isEmpty()) {
      return FoldScore.diverged(heldOut);
    }
    int[] positions = folds.heldOut(heldOut.fold());
    int[] labels = Arrays.stream(positions).map(p -> pool.labels()[p]).toArray();
    Evaluation evaluation;
    PredictiveInformation information = new PredictiveInformation(data.classes());
    try (Predictor predictor =
        new Predictor(
            model.get(),
            data.target().normalization(),
            settings.evaluateBatch(),
            settings.engine().engine())) {
      evaluation = predictor.evaluate(data.labelled(positions), labels);
      // The loss of the last step was finite, but its update need not be.
      if (!Double.isFinite(evaluation.crossEntropy())) {
        return FoldScore.diverged(heldOut);
      }
      predictor.probabilities(
          data.sample(), (first, rows) -> Arrays.stream(rows).forEach(information::add));
    }
    return new FoldScore(
        heldOut.draw(),
        heldOut.fold(),
        evaluation.accuracy(),
        evaluation.crossEntropy(),
        information.value());
  }

  /** Returns the fine-tuned model, or nothing if training diverges. */
  private static Optional<TrainedModel> fineTuned(
      TuningData data,
      TrialSettings settings,
      HeldOut heldOut,
      Folds folds,
      StepListener listener) {
    return settings
        .training(data.target())
        .train(
            data.examplesWithout(settings, folds, heldOut.fold()),
            RandomStream.CROSS_VALIDATION.seed(settings.seed(), heldOut.draw(), heldOut.fold()),
            EngineChoices.NONE,
            Optional.empty(),
            listener);
  }
}
