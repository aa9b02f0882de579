package io.lautum.training.distributed;

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
        "training diverged in round %d at worker %d, minibatch %d: %s; %s"
            .formatted(round, worker, minibatch, found, ADVICE));
  }

  /** Creates the exception of a trainer that knows only the mean over the workers. */
  public TrainingDivergedException(int round, double loss) {
    super("training diverged in round %d: mean loss %s; %s".formatted(round, loss, ADVICE));
  }
}
