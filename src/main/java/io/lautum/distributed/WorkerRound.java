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
final class WorkerRound implements Function<WorkerData, RoundMean> {
  private final Broadcast<TrainingState> broadcast;

  WorkerRound(Broadcast<TrainingState> broadcast) {
    this.broadcast = broadcast;
  }

  @Override
  public RoundMean call(WorkerData data) {
    long start = System.nanoTime();
    TrainingPlan plan = data.plan();
    TrainingState state = broadcast.value();
    Replica replica = Replica.borrow(plan.graph());
    replica.load(
        state, data.worker(), Seeds.derive(plan.seed(), data.worker(), 2, state.iteration()));
    ComputationGraph network = replica.network();
    WorkerData.Minibatches minibatches = data.minibatches();
    int round = state.iteration() / plan.averagingFrequency() + 1;
    double score = Double.NaN;
    double crossEntropy = 0;
    for (int i = 0; i < plan.averagingFrequency(); i++) {
      score = fit(network, minibatches.get(state.iteration() + i));
      if (!Double.isFinite(score)) {
        throw new TrainingDivergedException(
            round, data.worker(), state.iteration() + i + 1, "loss " + score);
      }
      crossEntropy += replica.crossEntropy();
    }
    float[] parameters = replica.parameters();
    if (!isFinite(parameters)) {
      // The last step did it, so no loss shows it yet, and it would reach a checkpoint.
      throw new TrainingDivergedException(
          round,
          data.worker(),
          state.iteration() + plan.averagingFrequency(),
          "weights no longer finite after loss " + score);
    }
    TargetLoss loss = replica.targetLoss();
    RoundMean result =
        new RoundMean(
            data.worker(),
            plan.averagingFrequency() * plan.batchSize(),
            parameters,
            replica.updaterState(),
            loss == null ? new double[0] : loss.state(),
            plan.sharesStatistics(),
            crossEntropy / plan.averagingFrequency(),
            loss == null ? Double.NaN : loss.measure(),
            (System.nanoTime() - start) / 1e9);
    replica.giveBack(plan.graph());
    return result;
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
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
