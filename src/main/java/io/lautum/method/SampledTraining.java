package io.lautum.method;

import io.lautum.experiment.config.SampledTrainingConfig;
import io.lautum.method.entropy.WeightStep;

/**
 * Training by steps that sample weights, in place of back-propagation and an updater.
 *
 * @param step taken on the cross-entropy of each minibatch
 * @param schedule how many, of what minibatches
 */
public record SampledTraining(WeightStep step, SampledTrainingConfig schedule) {}
