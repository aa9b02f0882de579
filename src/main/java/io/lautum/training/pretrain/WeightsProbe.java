package io.lautum.training.pretrain;

import java.io.IOException;
import java.util.SortedMap;

/** Measures the averaged weights in some rounds of a pre-training. */
interface WeightsProbe {
  /** Number of rounds in which weights are measured; up to twice as many in short trainings. */
  int COUNT = 20;

  /** Returns whether weights are measured after a round, counted from 1. */
  static boolean isDue(int round, int rounds) {
    return round % Math.max(1, rounds / COUNT) == 0 || round == rounds;
  }

  /**
   * Returns what was measured, by its key in the history.
   *
   * @param round number of the round, from 1
   * @param weights weights of the model after the round, without heads
   */
  SortedMap<String, Double> measure(int round, float[] weights) throws IOException;
}
