package io.lautum.training;

import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/** The task or thread in which a training runs. */
public final class CurrentTask {
  private CurrentTask() {}

  /**
   * Returns if the result is still wanted. Every step of a training asks, because Spark cannot end
   * a task by itself.
   *
   * @throws TaskKilledException if Spark has cancelled the task
   * @throws CancellationException if the thread is interrupted
   */
  public static void requireWanted() {
    if (TaskContext.get() != null && TaskContext.get().isInterrupted()) {
      throw new TaskKilledException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the training was interrupted");
    }
  }
}
