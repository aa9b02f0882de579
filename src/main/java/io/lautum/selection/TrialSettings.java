package io.lautum.selection;

import io.lautum.experiment.config.FinetuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.network.model.TrainedModel;
import java.io.Serializable;

/**
 * What all tasks of a trial share; travels to executors.
 *
 * @param method by name, for a method itself does not travel
 * @param finetune the trial's fine-tuning
 * @param architecture of the network
 * @param engine engine and precision of training steps
 * @param source the pre-trained model, null where the method has none
 * @param labels examples of a draw
 * @param folds parts of a draw
 * @param seed the experiment's
 * @param evaluateBatch images a forward pass
 */
record TrialSettings(
    String method,
    FinetuneConfig finetune,
    String architecture,
    NetworkConfig engine,
    TrainedModel source,
    int labels,
    int folds,
    long seed,
    int evaluateBatch)
    implements Serializable {}
