package io.lautum.distributed;

import java.io.IOException;

/** Trains one network on the shards of all workers. Driver only. */
public interface DistributedTrainer {
  /**
   * Trains to the end of the plan.
   *
   * @param initial weights to start from; updater and statistics at their beginning
   * @return the trained parameters, in DL4J's flat order
   * @throws TrainingDivergedException if the loss is no longer finite
   */
  float[] train(TrainingPlan plan, float[] initial, TrainingListener listener) throws IOException;
}
