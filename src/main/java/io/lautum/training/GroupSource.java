package io.lautum.training;

import io.lautum.data.shard.BatchOrder;
import io.lautum.network.input.ByteImages;

/**
 * The examples from which one image group of a training is filled.
 *
 * @param order numbers of the examples in each minibatch
 * @param images images of the examples, by position
 */
public record GroupSource(BatchOrder order, ByteImages images) {}
