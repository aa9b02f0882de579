package io.lautum.pipeline.search;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.evaluation.crossvalidation.FoldTraining;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TrainedModel;
import java.io.Serializable;

/**
 * The settings that all tasks of a trial share; travels to executors.
 *
 * @param method name of the method, because a method itself is not serialisable
 * @param finetune the trial's fine-tuning configuration
 * @param engine architecture, engine and precision of the network
 * @param source the pre-trained model; null if the method does not pre-train
 * @param labels number of examples per draw
 * @param folds number of parts per draw
 * @param seed the experiment's seed
 * @param evaluateBatch number of images per forward pass
 */
record TrialSettings(
    String method,
    FineTuneConfig finetune,
    NetworkConfig engine,
    TrainedModel source,
    int labels,
    int folds,
    long seed,
    int evaluateBatch)
    implements Serializable {
  /** Returns whether the trainings need unlabelled images. */
  boolean usesUnlabelled() {
    return TransferMethods.named(method).finetunesWithUnlabelled(finetune);
  }

  /** Returns the training of all parts. */
  FoldTraining training(DatasetSummary target) {
    return new FoldTraining(method, finetune, engine, source, target);
  }
}
