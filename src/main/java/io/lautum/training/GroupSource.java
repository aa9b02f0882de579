package io.lautum.training;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import java.util.function.IntFunction;

/**
 * The examples from which one group of a training's images is taken.
 *
 * @param order which examples each minibatch has
 * @param pixels of an example, by its position
 * @param normalization of the pixels
 */
public record GroupSource(
    BatchOrder order, IntFunction<byte[]> pixels, Normalization.Table normalization) {}
