package io.lautum.network.engine.onednn;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Updates weights by their gradient. Running averages of batch normalisation change differently:
 * their entries of the gradient are subtracted unchanged.
 */
abstract class OptimizerStep {
  private final List<TrainableMask.Range> trained;
  private final List<TrainableMask.Range> statistics;
  private float[] moments;

  /**
   * @param mask trainable weights
   * @param statistics ranges of the running averages
   * @param perWeight number of moments per trainable weight
   */
  OptimizerStep(TrainableMask mask, List<TrainableMask.Range> statistics, int perWeight) {
    trained = mask.ranges();
    this.statistics = statistics;
    moments = new float[perWeight * trained.stream().mapToInt(TrainableMask.Range::length).sum()];
  }

  /** Returns the implementation of a step's optimiser. */
  static OptimizerStep of(StepSpec step, NetworkGraph network) {
    TrainableMask mask = step.trained(network);
    List<TrainableMask.Range> statistics = network.parameters().trainable().others();
    if (step.optimizer() instanceof Optimizer.Adam adam) {
      return new AdamStep(adam, mask, statistics);
    } else if (step.optimizer() instanceof Optimizer.Sgd sgd) {
      return new SgdStep(sgd, mask, statistics);
    }
    return null;
  }

  /**
   * Continues from moments.
   *
   * @param saved moments; empty before the first step
   */
  final void load(float[] saved) {
    if (saved.length == 0) {
      Arrays.fill(moments, 0);
    } else {
      moments = saved.clone();
    }
  }

  /** Returns a copy of the moments. */
  final float[] state() {
    return moments.clone();
  }

  /** Returns the moments, for {@link #step} to change. */
  final float[] moments() {
    return moments;
  }

  /** Returns the ranges of trainable weights. */
  final List<TrainableMask.Range> ranges() {
    return trained;
  }

  /**
   * Updates the trainable weights.
   *
   * @param steps number of steps before this one
   */
  abstract void step(float[] weights, float[] gradient, int steps);

  /**
   * Updates the trainable weights and the running averages.
   *
   * @param steps number of steps before this one
   */
  final void apply(float[] weights, float[] gradient, int steps) {
    step(weights, gradient, steps);
    for (TrainableMask.Range range : statistics) {
      for (int i = range.from(); i < range.to(); i++) {
        weights[i] -= gradient[i];
      }
    }
  }
}
