package io.lautum.distributed;

/** Hears of every averaging round, on the driver. */
@FunctionalInterface
public interface TrainingListener {
  void roundFinished(Round round);

  /**
   * One averaging round.
   *
   * @param round from 1
   * @param iteration minibatches that each worker has seen
   * @param crossEntropy on the source, mean over the round's minibatches and workers
   * @param measure what the term measures, mean over workers at the end of the round; NaN without
   *     one
   * @param seconds wall time
   * @param averagingSeconds the part of it outside the slowest worker's training
   * @param examplesPerSecond source examples of all workers
   */
  record Round(
      int round,
      int iteration,
      double crossEntropy,
      double measure,
      double seconds,
      double averagingSeconds,
      double examplesPerSecond) {}
}
