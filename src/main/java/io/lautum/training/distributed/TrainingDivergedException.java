package io.lautum.training.distributed;

/** Training whose loss or weights are no longer finite numbers. */
public final class TrainingDivergedException extends RuntimeException {
  private static final String ADVICE =
      "lower pretrain.learning-rate, the weight of a term or, where weights are sampled, tau";

  /**
   * @param round from 1
   * @param worker from 0
   * @param minibatch of the worker, from 1
   * @param found what is not finite
   */
  TrainingDivergedException(int round, int worker, int minibatch, String found) {
    super(
        "training diverged in round %d at worker %d, minibatch %d: %s; %s"
            .formatted(round, worker, minibatch, found, ADVICE));
  }

  /** For a trainer that knows the mean over the workers alone. */
  public TrainingDivergedException(int round, double loss) {
    super("training diverged in round %d: mean loss %s; %s".formatted(round, loss, ADVICE));
  }
}
