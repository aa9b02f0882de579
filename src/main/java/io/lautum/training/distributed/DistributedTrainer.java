package io.lautum.training.distributed;

import java.io.IOException;

/** Trains one network on the shards of all workers. Runs on the driver only. */
public interface DistributedTrainer {
  /**
   * Trains to the end of the plan.
   *
   * @param start {@link TrainingState#initial}, or the state that an interrupted run of the plan
   *     saved
   * @return the trained parameters, in DL4J's flat order
   * @throws TrainingDivergedException if loss or weights are no longer finite
   */
  float[] train(TrainingPlan plan, TrainingState start, TrainingListener listener)
      throws IOException;
}
