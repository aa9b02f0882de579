package io.lautum.distributed;

import io.lautum.network.TargetLoss;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A worker's network. Building one takes longer than a round, so replicas wait in the executor
 * between rounds; which of them a task gets does not matter, because {@link #load} overwrites all
 * that training changes.
 */
final class Replica {
  /** The replicas of one graph that no task holds. */
  private record Idle(String graph, Deque<Replica> replicas) {}

  private static final AtomicReference<Idle> IDLE = new AtomicReference<>();

  private final ComputationGraph network;

  private Replica(String graph) {
    // From JSON, so that no two replicas in one JVM share a loss function and its statistics.
    network = new ComputationGraph(ComputationGraphConfiguration.fromJson(graph));
    network.init();
  }

  /** A replica for one task. Replicas of another graph than the last one asked for are dropped. */
  static Replica borrow(String graph) {
    Idle idle =
        IDLE.updateAndGet(
            current ->
                current != null && current.graph().equals(graph)
                    ? current
                    : new Idle(graph, new ConcurrentLinkedDeque<>()));
    Replica replica = idle.replicas().poll();
    return replica == null ? new Replica(graph) : replica;
  }

  /** Makes the replica available to the next task; not after a failure. */
  void giveBack(String graph) {
    Idle idle = IDLE.get();
    if (idle != null && idle.graph().equals(graph)) {
      idle.replicas().push(this);
    }
  }

  ComputationGraph network() {
    return network;
  }

  /** Takes over the state of the round, with this worker's statistics, and the random seed. */
  void load(TrainingState state, int worker, long seed) {
    network.params().assign(row(state.parameters()));
    INDArray updater = network.getUpdater().getStateViewArray();
    if (updater != null) {
      if (state.updater().length == 0) {
        updater.assign(0);
      } else {
        updater.assign(row(state.updater()));
      }
    }
    network.getConfiguration().setIterationCount(state.iteration());
    TargetLoss loss = targetLoss();
    if (loss != null) {
      loss.restore(state.statisticsOf(worker));
    }
    Nd4j.getRandom().setSeed(seed);
  }

  float[] parameters() {
    return network.params().toFloatVector();
  }

  float[] updaterState() {
    INDArray state = network.getUpdater().getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }

  /** The loss on target outputs; null where the graph has none. */
  TargetLoss targetLoss() {
    return network.getNumOutputArrays() < 2 ? null : (TargetLoss) loss("term").getLossFn();
  }

  /** Cross-entropy of the source at the last minibatch. */
  double crossEntropy() {
    return ((LossLayer) network.getLayer("probabilities")).score();
  }

  private org.deeplearning4j.nn.conf.layers.LossLayer loss(String layer) {
    return (org.deeplearning4j.nn.conf.layers.LossLayer) network.getLayer(layer).conf().getLayer();
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
