package io.lautum.training.distributed;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one worker, or several together, saw of a round and what it cost.
 *
 * @param crossEntropy on the source, mean over minibatches
 * @param metrics of the term at the end of the round, by key in the declared order; NaN if a metric
 *     has no value, empty without a term
 * @param effectiveSampleSize mean over minibatches; NaN without importance weights
 * @param forwardPasses of minibatches, all workers together
 * @param backwardPasses likewise
 * @param seconds of the slowest worker
 */
public record RoundMetrics(
    double crossEntropy,
    Map<String, Double> metrics,
    double effectiveSampleSize,
    long forwardPasses,
    long backwardPasses,
    double seconds)
    implements Serializable {
  public RoundMetrics {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * Both together.
   *
   * @param own weight of this one's means; the other's have the rest to 1
   */
  RoundMetrics with(RoundMetrics other, double own) {
    double others = 1 - own;
    return new RoundMetrics(
        own * crossEntropy + others * other.crossEntropy,
        mean(own, other.metrics),
        own * effectiveSampleSize + others * other.effectiveSampleSize,
        forwardPasses + other.forwardPasses,
        backwardPasses + other.backwardPasses,
        Math.max(seconds, other.seconds));
  }

  private Map<String, Double> mean(double own, Map<String, Double> other) {
    Map<String, Double> mean = new LinkedHashMap<>(metrics);
    mean.replaceAll((key, value) -> own * value + (1 - own) * other.getOrDefault(key, Double.NaN));
    return mean;
  }
}
