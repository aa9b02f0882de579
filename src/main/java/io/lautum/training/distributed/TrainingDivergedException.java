package io.lautum.training.distributed;

import io.lautum.Text;

/** Thrown if the loss or the weights are no longer finite. */
public final class TrainingDivergedException extends RuntimeException {
  private static final String ADVICE =
      "lower pretrain.learning-rate, the weight of a term or, if weights are sampled, tau";

  /**
   * @param round round, from 1
   * @param worker worker, from 0
   * @param minibatch minibatch of the worker, from 1
   * @param found value that is not finite
   */
  TrainingDivergedException(int round, int worker, int minibatch, String found) {
    super(
        Text.format(
            "training diverged in round %d at worker %d, minibatch %d: %s; %s",
            round, worker, minibatch, found, ADVICE));
  }

  /** Creates the exception of a trainer that knows only the mean over the workers. */
  public TrainingDivergedException(int round, double loss) {
    super(Text.format("training diverged in round %d: mean loss %s; %s", round, loss, ADVICE));
  }
}
