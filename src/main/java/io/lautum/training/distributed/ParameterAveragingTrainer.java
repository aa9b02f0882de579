package io.lautum.training.distributed;

import io.lautum.network.engine.Engines;
import io.lautum.operations.cluster.Slots;
import io.lautum.operations.cluster.WorkerDevices;
import io.lautum.training.EngineChoicesFile;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Synchronous parameter averaging: each round gives every worker the state, trains it on its own
 * shard, and averages weights, updater state and running statistics, weighted by the number of
 * examples seen. Unlike dl4j-spark's master it carries the iteration count and the statistics from
 * round to round, and adds in a fixed order.
 *
 * @param checkpoints checkpoints that the state is saved to
 * @param choices file of the training's choices
 */
public record ParameterAveragingTrainer(
    JavaSparkContext spark, Checkpoints checkpoints, EngineChoicesFile choices)
    implements DistributedTrainer {
  /** Creates a trainer that records choices in the folder of the checkpoints. */
  public ParameterAveragingTrainer(JavaSparkContext spark, Checkpoints checkpoints) {
    this(spark, checkpoints, new EngineChoicesFile(checkpoints.files(), checkpoints.folder()));
  }

  @Override
  public float[] train(TrainingPlan wanted, TrainingState start, TrainingListener listener)
      throws IOException {
    Slots.require(spark, wanted.workers());
    WorkerDevices.bind(spark, wanted.workers(), Engines::deviceUuid);
    EngineChoicesJob job = new EngineChoicesJob(spark, wanted.workers());
    TrainingPlan plan =
        wanted.withNetwork(choices.complete(wanted.network(), start.iteration() > 0, job::choose));
    try (CachedShards shards = new CachedShards(spark, plan);
        Rounds rounds = Rounds.of(spark, plan, shards.data())) {
      TrainingState state = start;
      if (state.iteration() < plan.iterations()) {
        rounds.begin(state);
      }
      long began = System.nanoTime();
      for (int round = plan.round(state); round <= plan.rounds(); round++) {
        RoundMean mean = rounds.await();
        state = mean.state(round * plan.averagingInterval());
        long ended = System.nanoTime();
        // Workers train while the driver reports and saves.
        if (round < plan.rounds()) {
          rounds.begin(state);
        }
        float[] model = state.model(plan.network().averagesWeights());
        report(mean, round, state.iteration(), model, (ended - began) / 1e9, listener);
        if (listener.endsTraining()) {
          break;
        }
        checkpoints.save(state, round, plan.rounds());
        began = ended;
      }
      return state.model(plan.network().averagesWeights());
    } finally {
      // Those of this process, if it is an executor as well.
      NetworkPool.closeIdle(plan);
    }
  }

  private static void report(
      RoundMean mean,
      int round,
      int iteration,
      float[] model,
      double seconds,
      TrainingListener listener) {
    RoundMetrics metrics = mean.metrics();
    TrainingListener.Round finished =
        new TrainingListener.Round(
            round,
            iteration,
            metrics.crossEntropy(),
            metrics.metrics(),
            metrics.effectiveSampleSize(),
            metrics.forwardPasses(),
            metrics.backwardPasses(),
            seconds,
            seconds - metrics.seconds(),
            mean.examples() / seconds,
            mean.metricsByWorker());
    listener.roundFinished(finished);
    listener.averaged(finished, model);
  }
}
