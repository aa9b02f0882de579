package io.lautum.method.entropy;

import java.io.Serializable;

/**
 * One step of an optimiser without state: the new weights depend only on the old weights, a loss
 * and a seed. Immutable; sent to executors.
 */
public interface WeightStep extends Serializable {
  /**
   * Takes one step. The same arguments give the same bits.
   *
   * @param weights weights before the step; not changed
   * @param objective the loss f
   * @param seed seed of all random numbers of the step
   */
  StepResult step(float[] weights, Objective objective, long seed);

  /** Returns the evaluations of f per step, with or without its gradient. */
  int forwardPasses();
}
