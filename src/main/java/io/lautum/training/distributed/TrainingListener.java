package io.lautum.training.distributed;

import java.util.List;
import java.util.Map;

/** Is notified of every averaging round, on the driver. */
@FunctionalInterface
public interface TrainingListener {
  void roundFinished(Round round);

  /**
   * Receives the model's weights after a round, after {@link #roundFinished}; must not change them.
   */
  default void averaged(Round round, float[] weights) {}

  /**
   * Returns whether the training ends before its last round; asked after each round, after {@link
   * #averaged}.
   */
  default boolean endsTraining() {
    return false;
  }

  /** Returns a listener that notifies all of these, in this order. */
  static TrainingListener all(List<TrainingListener> listeners) {
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

      @Override
      public boolean endsTraining() {
        return listeners.stream().anyMatch(TrainingListener::endsTraining);
      }
    };
  }

  /**
   * One averaging round.
   *
   * @param round number of the round, from 1
   * @param iteration number of minibatches that each worker has seen
   * @param crossEntropy cross-entropy on the source, mean over the round's minibatches and workers
   * @param metrics metrics of the term at the end of the round, mean over workers, by key in the
   *     declared order; NaN if a metric has no value, empty without a term
   * @param effectiveSampleSize effective sample size of importance weights, mean over the round's
   *     minibatches and workers; NaN without any
   * @param forwardPasses forward passes of minibatches in this round, summed over workers
   * @param backwardPasses backward passes of minibatches in this round, summed over workers
   * @param seconds wall time
   * @param averagingSeconds part of the wall time outside the slowest worker's training
   * @param examplesPerSecond source examples of all workers per second
   * @param workers metrics of each worker, in the order of the workers; empty if unknown
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
