package io.lautum.training.distributed;

import java.util.List;
import java.util.Map;

/** Hears of every averaging round, on the driver. */
@FunctionalInterface
public interface TrainingListener {
  void roundFinished(Round round);

  /**
   * Hears of the weights after a round, which are not to be changed; after {@link #roundFinished}.
   */
  default void averaged(Round round, float[] weights) {}

  /** One that tells all of these, in this order. */
  static TrainingListener all(TrainingListener... listeners) {
    return new TrainingListener() {
      @Override
      public void roundFinished(Round round) {
        for (TrainingListener listener : listeners) {
          listener.roundFinished(round);
        }
      }

      @Override
      public void averaged(Round round, float[] weights) {
        for (TrainingListener listener : listeners) {
          listener.averaged(round, weights);
        }
      }
    };
  }

  /**
   * One averaging round.
   *
   * @param round from 1
   * @param iteration minibatches that each worker has seen
   * @param crossEntropy on the source, mean over the round's minibatches and workers
   * @param metrics of the term at the end of the round, mean over workers, by key in the declared
   *     order; NaN if a metric has no value, empty without a term
   * @param effectiveSampleSize of importance weights, mean over the round's minibatches and
   *     workers; NaN without any
   * @param forwardPasses of minibatches through networks in this round, all workers together
   * @param backwardPasses likewise
   * @param seconds wall time
   * @param averagingSeconds the part of it outside the slowest worker's training
   * @param examplesPerSecond source examples of all workers
   * @param workers what each worker saw and what it cost, in the order of the workers; empty where
   *     that is not known
   */
  record Round(
      int round,
      int iteration,
      double crossEntropy,
      Map<String, Double> metrics,
      double effectiveSampleSize,
      long forwardPasses,
      long backwardPasses,
      double seconds,
      double averagingSeconds,
      double examplesPerSecond,
      List<RoundMetrics> workers) {}
}
