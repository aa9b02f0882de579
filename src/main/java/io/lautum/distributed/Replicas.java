package io.lautum.distributed;

import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Workers' networks. Building one takes longer than a round, so they wait in the executor between
 * rounds; which of them a task gets does not matter, because loading a state overwrites all that
 * training changes.
 */
final class Replicas {
  private static final AtomicReference<Replicas> CURRENT = new AtomicReference<>();

  private final NetworkBlueprint blueprint;
  private final Deque<TrainableNetwork> idle = new ConcurrentLinkedDeque<>();

  private Replicas(NetworkBlueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** A network for one task. Networks of another plan than the last one asked for are closed. */
  static TrainableNetwork borrow(TrainingPlan plan) {
    NetworkBlueprint wanted = plan.network();
    Replicas before = CURRENT.get();
    if (before == null || !before.blueprint.equals(wanted)) {
      CURRENT.compareAndSet(before, new Replicas(wanted));
      closeIdle(before);
    }
    TrainableNetwork network = CURRENT.get().idle.poll();
    return network != null ? network : wanted.build();
  }

  /** Makes the network available to the next task; not after a failure. */
  static void giveBack(TrainingPlan plan, TrainableNetwork network) {
    Replicas current = CURRENT.get();
    if (current.blueprint.equals(plan.network())) {
      current.idle.push(network);
    } else {
      network.close();
    }
  }

  private static void closeIdle(Replicas replicas) {
    for (TrainableNetwork network = poll(replicas); network != null; network = poll(replicas)) {
      network.close();
    }
  }

  private static TrainableNetwork poll(Replicas replicas) {
    return replicas == null ? null : replicas.idle.poll();
  }
}
