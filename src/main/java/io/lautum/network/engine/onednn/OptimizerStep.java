package io.lautum.network.engine.onednn;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer;

/**
 * Changes weights by their gradient. Running averages of batch normalisation change by what stands
 * in the gradient instead: it is subtracted unchanged.
 */
abstract class OptimizerStep {
  private final TrainableMask mask;

  OptimizerStep(TrainableMask mask) {
    this.mask = mask;
  }

  /** The implementation of an optimiser. */
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
   * @param moments empty for none seen
   */
  abstract void load(float[] moments);

  /** A copy of the moments. */
  abstract float[] moments();

  /**
   * Changes the trainable weights.
   *
   * @param steps number of steps before this one
   */
  abstract void step(float[] weights, float[] gradient, int steps);

  /**
   * Changes all weights.
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
