package io.lautum.training.distributed;

import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;
import java.io.Serializable;

/** How a worker trains its network on one minibatch. Immutable; travels to executors. */
public interface MinibatchStep extends Serializable {
  /**
   * Trains on one minibatch.
   *
   * @param network has the weights of the step before, and gets the new ones
   * @param seed of all that the step itself draws
   */
  Result take(TrainingStep network, Minibatch minibatch, long seed);

  /** The state of the network's updater, if these steps need it; empty otherwise. */
  float[] updater(TrainingStep network);

  /** Forward passes of a step. */
  int forwardPasses();

  /**
   * What a step saw and what it cost.
   *
   * @param loss before the step; not finite where training has diverged
   * @param crossEntropy of the minibatch before the step
   * @param effectiveSampleSize of importance weights; NaN without any
   * @param forwardPasses of the minibatch through the network
   * @param backwardPasses likewise
   */
  record Result(
      double loss,
      double crossEntropy,
      double effectiveSampleSize,
      long forwardPasses,
      long backwardPasses) {}
}
