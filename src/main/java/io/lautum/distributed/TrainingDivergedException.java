package io.lautum.distributed;

/** Training whose loss is no longer a finite number. */
public final class TrainingDivergedException extends RuntimeException {
  TrainingDivergedException(int worker, int iteration, double loss) {
    super(
        "training diverged: loss %s at worker %d, iteration %d; lower pretrain.learning-rate or pretrain.lautum.weight"
            .formatted(loss, worker, iteration));
  }
}
