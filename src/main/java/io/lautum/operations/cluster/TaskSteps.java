package io.lautum.operations.cluster;

import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;

/** The steps of a training in a running task, which {@link RunningSteps} follows. */
public final class TaskSteps implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of steps before the checkpoint from which the training continues. */
  final LongAccumulator resumed;

  /** Number of steps so far, including those before the checkpoint. */
  final LongAccumulator taken;

  TaskSteps(LongAccumulator resumed, LongAccumulator taken) {
    this.resumed = resumed;
    this.taken = taken;
  }

  /** Counts the steps before a checkpoint, which are then counted as taken, too. */
  public void resumedAt(int steps) {
    resumed.add(steps);
  }

  /** Counts a step. */
  public void take() {
    taken.add(1);
  }
}
