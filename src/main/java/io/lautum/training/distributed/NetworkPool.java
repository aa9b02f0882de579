package io.lautum.training.distributed;

import io.lautum.operations.cluster.DeviceBinding;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.TrainingStep;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A pool of workers' networks. Building a network takes longer than a round, so idle networks wait
 * in the executor between rounds. A task may get any network of its GPU, because loading a state
 * overwrites everything that training changes.
 */
final class NetworkPool {
  private static final AtomicReference<NetworkPool> CURRENT = new AtomicReference<>();

  private final NetworkBlueprint blueprint;

  /** Idle networks, by the address of the task's GPU. */
  private final Map<String, Deque<TrainingStep>> idle = new ConcurrentHashMap<>();

  private NetworkPool(NetworkBlueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Returns a network for one task, and closes networks of plans other than the latest one. */
  static TrainingStep borrow(TrainingPlan plan) {
    NetworkBlueprint wanted = plan.network();
    NetworkPool before = CURRENT.get();
    if (before == null || !before.blueprint.equals(wanted)) {
      CURRENT.compareAndSet(before, new NetworkPool(wanted));
      closeIdle(before);
    }
    TrainingStep network = CURRENT.get().idle().poll();
    return network != null ? network : wanted.build();
  }

  /** Makes the network available to the next task; must not be called after a failure. */
  static void giveBack(TrainingPlan plan, TrainingStep network) {
    NetworkPool current = CURRENT.get();
    if (current.blueprint.equals(plan.network())) {
      current.idle().push(network);
    } else {
      network.close();
    }
  }

  private static void closeIdle(NetworkPool pool) {
    if (pool == null) {
      return;
    }
    for (Deque<TrainingStep> idle : pool.idle.values()) {
      for (TrainingStep network = idle.poll(); network != null; network = idle.poll()) {
        network.close();
      }
    }
  }

  private Deque<TrainingStep> idle() {
    String device = String.join(",", DeviceBinding.addressesOfTask());
    return idle.computeIfAbsent(device, key -> new ConcurrentLinkedDeque<>());
  }
}
