package io.lautum.training.distributed;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Observations and costs of one worker's round, or of several workers' rounds merged.
 *
 * @param crossEntropy cross-entropy on the source, mean over minibatches
 * @param metrics metrics of the term at the end of the round, by key in the declared order; NaN if
 *     a metric has no value, empty without a term
 * @param effectiveSampleSize mean over minibatches; NaN without importance weights
 * @param forwardPasses forward passes of minibatches, summed over workers
 * @param backwardPasses backward passes of minibatches, summed over workers
 * @param seconds duration on the slowest worker
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
   * Returns these metrics merged with another worker's.
   *
   * @param own weight of these means; the others have weight 1 − own
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
