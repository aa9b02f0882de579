package io.lautum.network.engine.onednn;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer;

/**
 * Updates weights by their gradient. Running averages of batch normalisation change differently:
 * their entries of the gradient are subtracted unchanged.
 */
abstract class OptimizerStep {
  private final TrainableMask mask;

  OptimizerStep(TrainableMask mask) {
    this.mask = mask;
  }

  /** Returns the implementation of an optimiser. */
  static OptimizerStep of(Optimizer optimizer, TrainableMask mask) {
    if (optimizer instanceof Optimizer.Adam adam) {
      return new AdamStep(adam, mask);
    } else if (optimizer instanceof Optimizer.Sgd sgd) {
      return new SgdStep(sgd, mask);
    }
    return null;
  }

  /**
   * Continues from moments.
   *
   * @param moments moments; empty before the first step
   */
  abstract void load(float[] moments);

  /** Returns a copy of the moments. */
  abstract float[] moments();

  /**
   * Updates the trainable weights.
   *
   * @param steps number of steps before this one
   */
  abstract void step(float[] weights, float[] gradient, int steps);

  /**
   * Updates all weights.
   *
   * @param steps number of steps before this one
   */
  final void apply(float[] weights, float[] gradient, int steps) {
    step(weights, gradient, steps);
    for (TrainableMask.Range range : mask.others()) {
      for (int i = range.from(); i < range.to(); i++) {
        weights[i] -= gradient[i];
      }
    }
  }
}
