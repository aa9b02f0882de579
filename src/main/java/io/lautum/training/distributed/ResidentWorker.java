package io.lautum.training.distributed;

import org.apache.spark.TaskContext;

/** A worker that trains round after round in one task. */
final class ResidentWorker {
  /** Longest time between two questions whether the next round has started. */
  private static final long LONGEST_PAUSE_MILLIS = 20;

  private final RoundLink link;
  private final WorkerData data;

  /**
   * @param training number of the training, from {@link RoundPlugin#open}
   */
  ResidentWorker(long training, WorkerData data) {
    link = RoundPlugin.link(training);
    this.data = data;
  }

  /** Trains until the driver lets the worker end or Spark cancels the task. */
  void run() throws InterruptedException {
    boolean leaves = false;
    try {
      leaves = trainUntilEnd();
    } finally {
      if (!leaves) {
        // The training has failed or ends early, so that no last round frees its networks.
        NetworkPool.closeIdle(data.plan());
      }
    }
  }

  /** Returns true if the driver has let the worker end, false if Spark has cancelled the task. */
  private boolean trainUntilEnd() throws InterruptedException {
    WorkerRounds rounds = new WorkerRounds(data);
    long finished = System.nanoTime();
    Assignment next = link.next(data.worker());
    while (next.action() != Assignment.Action.LEAVE && !TaskContext.get().isInterrupted()) {
      if (next.action() == Assignment.Action.TRAIN) {
        TrainingState state = next.state();
        link.deliver(state.iteration(), rounds.train(state));
        finished = System.nanoTime();
      } else {
        Thread.sleep(pause(System.nanoTime() - finished));
      }
      next = link.next(data.worker());
    }
    return next.action() == Assignment.Action.LEAVE;
  }

  /** Returns a pause in milliseconds that lengthens a wait by at most a twentieth. */
  private static long pause(long waitedNanos) {
    return Math.min(LONGEST_PAUSE_MILLIS, 1 + waitedNanos / 20_000_000);
  }
}
