package io.lautum.method;

import io.lautum.method.entropy.WeightStep;

/**
 * Training by steps that sample weights, instead of back-propagation and an optimiser.
 *
 * @param step step on the cross-entropy of each minibatch
 * @param batchSize source examples per minibatch and worker
 * @param averagingInterval steps per worker between two averagings
 * @param rounds number of averagings
 */
public record SampledTraining(WeightStep step, int batchSize, int averagingInterval, int rounds) {}
