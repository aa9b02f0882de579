package io.lautum.distributed;

import java.io.Serializable;

/**
 * What a training round starts from, and all that a checkpoint has to hold.
 *
 * @param parameters of the network, in DL4J's flat order
 * @param updater state of the updater, in DL4J's flat order; empty for a stateless one and before
 *     the first round
 * @param iteration minibatches that each worker has seen
 * @param statistics running statistics of the target loss, a vector a worker; empty vectors before
 *     the first round
 */
public record TrainingState(
    float[] parameters, float[] updater, int iteration, double[][] statistics)
    implements Serializable {}
