package io.lautum.training.distributed;

import io.lautum.experiment.random.RandomStream;
import io.lautum.operations.cluster.DeviceBinding;
import io.lautum.training.CurrentTask;
import io.lautum.training.TrainingStep;

/**
 * One worker's part of rounds: trains a network on {@code averagingInterval} minibatches, starting
 * from a given state. A round's result is a pure function of that state and the worker's data, so a
 * task that Spark repeats on any executor gives the same bits.
 */
final class WorkerRounds {
  private final WorkerData data;
  private final WorkerData.Minibatches minibatches;

  WorkerRounds(WorkerData data) {
    this.data = data;
    minibatches = data.minibatches();
  }

  /**
   * Trains one round.
   *
   * @throws TrainingDivergedException if loss or weights are no longer finite
   * @throws TaskKilledException if Spark has cancelled the task
   */
  RoundMean train(TrainingState state) {
    long start = System.nanoTime();
    TrainingPlan plan = data.plan();
    // Must precede the first array, which goes to the device of its thread.
    DeviceBinding.ofTask();
    TrainingStep network = NetworkPool.borrow(plan);
    RoundMean result;
    try {
      result = train(network, state, start);
      // At this point everything that a round needs has been allocated.
      OffHeapMemory.logOnce();
    } catch (Throwable e) {
      closeAfter(e, network);
      throw e;
    }
    if (plan.round(state) < plan.rounds()) {
      NetworkPool.giveBack(plan, network);
    } else {
      network.close();
    }
    return result;
  }

  /** Frees a network after a failure, which may also prevent this. */
  private static void closeAfter(Throwable failure, TrainingStep network) {
    try {
      network.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private RoundMean train(TrainingStep network, TrainingState state, long start) {
    TrainingPlan plan = data.plan();
    network.load(
        state.engine(plan.network().averagesWeights()),
        state.components(data.worker()),
        RandomStream.WORKER_DROPOUT.seed(plan.seed(), data.worker(), state.iteration()));
    int round = plan.round(state);
    double loss = Double.NaN;
    double crossEntropy = 0;
    double effectiveSampleSize = 0;
    long forwardPasses = 0;
    long backwardPasses = 0;
    for (int i = 0; i < plan.averagingInterval(); i++) {
      CurrentTask.requireWanted();
      int iteration = state.iteration() + i;
      MinibatchStep.Result result =
          plan.step()
              .take(
                  network,
                  minibatches.get(iteration),
                  RandomStream.WEIGHT_SAMPLES.seed(plan.seed(), data.worker(), iteration));
      loss = result.loss();
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(round, data.worker(), iteration + 1, "loss " + loss);
      }
      crossEntropy += result.crossEntropy();
      effectiveSampleSize += result.effectiveSampleSize();
      forwardPasses += result.forwardPasses();
      backwardPasses += result.backwardPasses();
    }
    float[] parameters = network.state().weights();
    if (!isFinite(parameters)) {
      // The last step made the weights non-finite: no loss shows it yet, and they would reach a
      // checkpoint.
      throw new TrainingDivergedException(
          round,
          data.worker(),
          state.iteration() + plan.averagingInterval(),
          "weights no longer finite after loss " + loss);
    }
    return new RoundMean(
        data.worker(),
        plan.averagingInterval() * plan.batchSize(),
        parameters,
        plan.step().updater(network),
        network.components(),
        new RoundMetrics(
            crossEntropy / plan.averagingInterval(),
            network.metrics(),
            effectiveSampleSize / plan.averagingInterval(),
            forwardPasses,
            backwardPasses,
            (System.nanoTime() - start) / 1e9));
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
