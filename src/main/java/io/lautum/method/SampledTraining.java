package io.lautum.method;

import io.lautum.method.entropy.WeightStep;

/**
 * Training by steps that sample weights, instead of back-propagation and an optimiser.
 *
 * @param step step on the cross-entropy of each minibatch
 * @param startsFromStandard whether it starts from the model of {@code standard} or from random
 *     weights
 * @param batchSize source examples per minibatch and worker
 * @param averagingInterval steps per worker between two averagings
 * @param rounds number of averagings
 */
public record SampledTraining(
    WeightStep step,
    boolean startsFromStandard,
    int batchSize,
    int averagingInterval,
    int rounds) {}
