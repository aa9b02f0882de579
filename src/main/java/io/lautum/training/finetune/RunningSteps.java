package io.lautum.training.finetune;

import io.lautum.operations.cluster.RunningSums;
import io.lautum.operations.progress.TrainingProgress;
import org.apache.spark.SparkContext;

/** Follows trainings in running tasks, with each heartbeat of their executors. Thread-safe. */
public final class RunningSteps {
  private final RunningSums sums;

  /** Listens to the heartbeats of a context's executors until the context stops. */
  public RunningSteps(SparkContext context) {
    sums = new RunningSums(context);
  }

  /**
   * Returns the count for the task of one training.
   *
   * @param name name of the training, for Spark's pages
   * @param progress receives the steps
   */
  public StepCount follow(String name, TrainingProgress.Model progress) {
    return new StepCount(
        sums.followed(name + ": resumed at", step -> progress.resumedAt((int) step)),
        sums.followed(name + ": steps", step -> progress.at((int) step)));
  }

  /** Ends the reports about a training. */
  public void forget(StepCount count) {
    sums.forget(count.resumed());
    sums.forget(count.steps());
  }
}
