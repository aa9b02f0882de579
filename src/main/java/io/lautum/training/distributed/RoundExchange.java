package io.lautum.training.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the driver publishes the state of a round and workers deliver their results. A worker that
 * asks again after a failure gets the state of the round that it still owes, so a repeated task
 * continues where the training is.
 */
final class RoundExchange {
  private final int workers;

  /** Results of the current round, by worker. */
  private final SortedMap<Integer, RoundMean> results = new TreeMap<>();

  /** The assignment of the current round; null before the first round. */
  private Assignment assignment;

  private byte[] serialized;
  private boolean closing;

  RoundExchange(int workers) {
    this.workers = workers;
  }

  /** Starts a round from this state. */
  synchronized void publish(TrainingState start) {
    results.clear();
    assignment = new Assignment(Assignment.Action.TRAIN, start);
    serialized = null;
  }

  /** Returns what a worker has to do now. */
  synchronized Assignment next(int worker) {
    if (assignment != null && !results.containsKey(worker)) {
      return assignment;
    }
    return closing ? Assignment.LEAVE : Assignment.WAIT;
  }

  /** Returns the same as {@link #next}, serialised once per round for all workers. */
  synchronized byte[] serializedNext(int worker) {
    Assignment next = next(worker);
    if (next.action() != Assignment.Action.TRAIN) {
      return RoundLink.Remote.serialized(next);
    }
    if (serialized == null) {
      serialized = RoundLink.Remote.serialized(next);
    }
    return serialized;
  }

  /**
   * Takes a worker's result of the current round; ignores one of another round or a second one,
   * which a task that Spark repeats can deliver and which has the same bits.
   *
   * @param iteration iteration of the state that the worker started from
   */
  synchronized void deliver(int iteration, RoundMean result) {
    if (assignment != null && iteration == assignment.state().iteration()) {
      results.putIfAbsent(result.firstWorker(), result);
      notifyAll();
    }
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** Lets every worker end as soon as it owes no result. */
  synchronized void close() {
    closing = true;
  }

  /**
   * Waits for the results of all workers, at most this long.
   *
   * @return one result per worker; empty if some are still missing
   */
  synchronized Optional<List<RoundMean>> await(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toMillis(); results.size() < workers && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return results.size() < workers
        ? Optional.empty()
        : Optional.of(new ArrayList<>(results.values()));
  }
}
