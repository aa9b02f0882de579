package io.lautum.distributed;

import io.lautum.data.Seeds;
import io.lautum.network.TargetLoss;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * One worker's part of a round: trains a replica {@code averagingFrequency} minibatches from the
 * broadcast state. A pure function of that state and the worker's data, so a task that Spark runs
 * again, wherever, gives the same bits.
 */
final class WorkerRound implements Function<WorkerData, RoundSum> {
  private final Broadcast<TrainingState> broadcast;

  WorkerRound(Broadcast<TrainingState> broadcast) {
    this.broadcast = broadcast;
  }

  @Override
  public RoundSum call(WorkerData data) {
    long start = System.nanoTime();
    TrainingPlan plan = data.plan();
    TrainingState state = broadcast.value();
    Replica replica = Replica.borrow(plan.graph());
    replica.load(
        state, data.worker(), Seeds.derive(plan.seed(), data.worker(), 2, state.iteration()));
    ComputationGraph network = replica.network();
    WorkerData.Minibatches minibatches = data.minibatches();
    double crossEntropy = 0;
    for (int i = 0; i < plan.averagingFrequency(); i++) {
      double loss = fit(network, minibatches.get(state.iteration() + i));
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(data.worker(), state.iteration() + i + 1, loss);
      }
      crossEntropy += replica.crossEntropy();
    }
    TargetLoss loss = replica.targetLoss();
    RoundSum sum =
        new RoundSum(
            data.worker(),
            plan.averagingFrequency() * plan.batchSize(),
            replica.parameters(),
            replica.updaterState(),
            loss == null ? new double[0] : loss.state(),
            crossEntropy / plan.averagingFrequency(),
            loss == null ? Double.NaN : loss.measure(),
            (System.nanoTime() - start) / 1e9);
    replica.giveBack(plan.graph());
    return sum;
  }

  /** Trains on one minibatch and returns its loss. */
  private static double fit(ComputationGraph network, MultiDataSet minibatch) {
    try {
      network.fit(minibatch);
      return network.score();
    } catch (ArithmeticException e) {
      // The information of outputs that are no longer finite.
      return Double.NaN;
    }
  }
}
