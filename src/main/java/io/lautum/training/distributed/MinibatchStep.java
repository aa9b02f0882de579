package io.lautum.training.distributed;

import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;
import java.io.Serializable;

/** Trains a worker's network on one minibatch. Immutable; travels to executors. */
public interface MinibatchStep extends Serializable {
  /**
   * Trains on one minibatch.
   *
   * @param network network with the weights of the previous step; receives the new ones
   * @param seed seed of all random numbers that the step itself draws
   */
  Result take(TrainingStep network, Minibatch minibatch, long seed);

  /**
   * Returns {@link TrainingState#updater} of the network if these steps need it, otherwise an empty
   * array.
   */
  float[] updater(TrainingStep network);

  /** Returns the number of forward passes per step. */
  int forwardPasses();

  /**
   * Observations and costs of a step.
   *
   * @param loss loss before the step; not finite if training has diverged
   * @param crossEntropy cross-entropy of the minibatch before the step
   * @param effectiveSampleSize effective sample size of importance weights; NaN without any
   * @param forwardPasses forward passes of the minibatch through the network
   * @param backwardPasses backward passes of the minibatch through the network
   */
  record Result(
      double loss,
      double crossEntropy,
      double effectiveSampleSize,
      long forwardPasses,
      long backwardPasses) {}
}
