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
 * Workers' networks. Building one takes longer than a round, so they wait in the executor between
 * rounds; which of them a task gets does not matter, because loading a state overwrites all that
 * training changes. It is only that one on another GPU is of no use.
 */
final class Replicas {
  private static final AtomicReference<Replicas> CURRENT = new AtomicReference<>();

  private final NetworkBlueprint blueprint;

  /** By the address of the task's GPU. */
  private final Map<String, Deque<TrainingStep>> idle = new ConcurrentHashMap<>();

  private Replicas(NetworkBlueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** A network for one task. Networks of another plan than the last one asked for are closed. */
  static TrainingStep borrow(TrainingPlan plan) {
    NetworkBlueprint wanted = plan.network();
    Replicas before = CURRENT.get();
    if (before == null || !before.blueprint.equals(wanted)) {
      CURRENT.compareAndSet(before, new Replicas(wanted));
      closeIdle(before);
    }
    TrainingStep network = CURRENT.get().idle().poll();
    return network != null ? network : wanted.build();
  }

  /** Makes the network available to the next task; not after a failure. */
  static void giveBack(TrainingPlan plan, TrainingStep network) {
    Replicas current = CURRENT.get();
    if (current.blueprint.equals(plan.network())) {
      current.idle().push(network);
    } else {
      network.close();
    }
  }

  private static void closeIdle(Replicas replicas) {
    if (replicas == null) {
      return;
    }
    for (Deque<TrainingStep> idle : replicas.idle.values()) {
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
