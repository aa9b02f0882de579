package io.lautum.network.step;

import java.io.Serializable;

/** A learning rate as a function of the number of previous steps. */
public sealed interface LearningRate extends Serializable {
  /** Returns the learning rate after {@code steps} steps. */
  double at(int steps);

  /** A constant learning rate. */
  record Constant(double rate) implements LearningRate {
    @Override
    public double at(int steps) {
      return rate;
    }
  }

  /**
   * A learning rate that decreases to zero along half a period of the cosine: initial · ½(1 + cos
   * πt/T) (Loshchilov &amp; Hutter 2017, eq. 5, without restarts).
   *
   * @param initial learning rate at t = 0
   * @param steps T
   */
  record CosineDecay(double initial, int steps) implements LearningRate {
    @Override
    public double at(int t) {
      return initial * (1 + Math.cos(Math.PI * Math.min(1, t / (double) steps))) / 2;
    }
  }

  /**
   * A learning rate that decreases linearly to zero: initial · (1 − t/T).
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
