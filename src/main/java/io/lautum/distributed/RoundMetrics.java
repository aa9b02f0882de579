package io.lautum.distributed;

import java.io.Serializable;

/**
 * What one worker, or several together, saw of a round and what it cost.
 *
 * @param crossEntropy on the source, mean over minibatches
 * @param measure of the term at the end of the round; NaN without one
 * @param effectiveSampleSize mean over minibatches; NaN without importance weights
 * @param forwardPasses of minibatches, all workers together
 * @param backwardPasses likewise
 * @param seconds of the slowest worker
 */
public record RoundMetrics(
    double crossEntropy,
    double measure,
    double effectiveSampleSize,
    long forwardPasses,
    long backwardPasses,
    double seconds)
    implements Serializable {
  /**
   * Both together.
   *
   * @param own weight of this one's means; the other's have the rest to 1
   */
  RoundMetrics with(RoundMetrics other, double own) {
    double others = 1 - own;
    return new RoundMetrics(
        own * crossEntropy + others * other.crossEntropy,
        own * measure + others * other.measure,
        own * effectiveSampleSize + others * other.effectiveSampleSize,
        forwardPasses + other.forwardPasses,
        backwardPasses + other.backwardPasses,
        Math.max(seconds, other.seconds));
  }
}
