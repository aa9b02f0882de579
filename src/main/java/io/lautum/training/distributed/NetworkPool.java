package io.lautum.training.distributed;

import io.lautum.operations.cluster.DeviceBinding;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.TrainingStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A pool of workers' networks. Building a network takes longer than a round, so idle networks wait
 * in the executor between rounds. A task may get any network of its GPU, because loading a state
 * overwrites everything that training changes. Trainings that share a process share the pool.
 */
final class NetworkPool {
  /** Idle networks of {@link #blueprint}, by the addresses of the task's GPUs. */
  private static final Map<String, Deque<TrainingStep>> IDLE = new HashMap<>();

  /** What all idle networks were built from; null before the first plan. */
  private static NetworkBlueprint blueprint;

  private NetworkPool() {}

  /** Returns a network for one task, and closes idle networks of other plans. */
  static TrainingStep borrow(TrainingPlan plan) {
    TrainingStep network = poll(plan.network());
    // Outside the lock, so that the workers of a process build at the same time.
    return network != null ? network : plan.network().build();
  }

  /** Returns an idle network; null if there is none. */
  private static synchronized TrainingStep poll(NetworkBlueprint wanted) {
    if (!wanted.equals(blueprint)) {
      closeAll();
      blueprint = wanted;
    }
    return idle().poll();
  }

  /**
   * Makes the network available to the next task; must not be called after a failure. Closes it if
   * another plan has borrowed a network since.
   */
  static synchronized void giveBack(TrainingPlan plan, TrainingStep network) {
    if (plan.network().equals(blueprint)) {
      idle().push(network);
    } else {
      network.close();
    }
  }

  /** Frees the idle networks of a plan in this process, after its training has ended. */
  static synchronized void closeIdle(TrainingPlan plan) {
    if (plan.network().equals(blueprint)) {
      closeAll();
    }
  }

  private static void closeAll() {
    for (Deque<TrainingStep> idle : IDLE.values()) {
      for (TrainingStep network = idle.poll(); network != null; network = idle.poll()) {
        network.close();
      }
    }
  }

  private static Deque<TrainingStep> idle() {
    String device = String.join(",", DeviceBinding.addressesOfTask());
    return IDLE.computeIfAbsent(device, key -> new ArrayDeque<>());
  }
}
