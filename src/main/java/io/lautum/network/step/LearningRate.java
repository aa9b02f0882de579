package io.lautum.network.step;

import java.io.Serializable;

/** A learning rate by the number of steps before. */
public sealed interface LearningRate extends Serializable {
  /** The learning rate after {@code steps} steps. */
  double at(int steps);

  /** A learning rate that stays. */
  record Constant(double rate) implements LearningRate {
    @Override
    public double at(int steps) {
      return rate;
    }
  }

  /**
   * A learning rate that falls linearly to zero: initial · (1 − t/T).
   *
   * @param initial learning rate at t = 0
   * @param steps T
   */
  record LinearDecay(double initial, int steps) implements LearningRate {
    @Override
    public double at(int t) {
      return initial * Math.max(0, 1 - t / (double) steps);
    }
  }
}
