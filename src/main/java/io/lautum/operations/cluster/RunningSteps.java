package io.lautum.operations.cluster;

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
  public TaskSteps follow(String name, TrainingProgress.Model progress) {
    return new TaskSteps(
        sums.followed(name + ": resumed at", step -> progress.resumedAt((int) step)),
        sums.followed(name + ": steps", step -> progress.at((int) step)));
  }

  /**
   * Completes the progress of a training if its task has ended, because no heartbeat has the task's
   * last steps, and it may have needed fewer than the progress expects.
   */
  public void completeIfEnded(TaskSteps steps, TrainingProgress.Model progress) {
    // Until a task has succeeded, the driver's accumulators have nothing of it.
    if (!steps.taken.isZero()) {
      progress.resumedAt(Math.toIntExact(steps.resumed.sum()));
      progress.at(Math.toIntExact(steps.taken.sum()));
      progress.complete();
    }
  }

  /** Ends the reports about a training. */
  public void forget(TaskSteps steps) {
    sums.forget(steps.resumed);
    sums.forget(steps.taken);
  }
}
