package io.lautum.training;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import java.util.function.IntFunction;

/**
 * The examples from which one image group of a training is filled.
 *
 * @param order numbers of the examples in each minibatch
 * @param pixels pixels of an example, by its position
 * @param normalization normalisation of the pixels
 */
public record GroupSource(
    BatchOrder order, IntFunction<byte[]> pixels, Normalization.Table normalization) {}
