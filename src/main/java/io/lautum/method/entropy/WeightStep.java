package io.lautum.method.entropy;

import java.io.Serializable;

/**
 * One step of an optimiser that keeps no state between steps: new weights from weights, a loss and
 * a seed, and from nothing else. Immutable; travels to executors.
 */
public interface WeightStep extends Serializable {
  /**
   * Takes one step. The same arguments give the same bits.
   *
   * @param weights where to start; not changed
   * @param objective the loss f
   * @param seed of all that the step draws
   */
  StepResult step(float[] weights, Objective objective, long seed);

  /** Evaluations of f a step, with or without its gradient. */
  int forwardPasses();
}
