package io.lautum.training.distributed;

import io.lautum.network.engine.Engines;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.operations.cluster.Slots;
import io.lautum.operations.cluster.WorkerDevices;
import java.io.IOException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Synchronous parameter averaging: each round broadcasts the state, trains every worker on its own
 * shard, and averages weights, updater state and running statistics, weighted by the number of
 * examples seen. Unlike dl4j-spark's master it carries the iteration count and the statistics from
 * round to round, and adds in a fixed order.
 *
 * @param checkpoints checkpoints that the state is saved to
 */
public record ParameterAveragingTrainer(JavaSparkContext spark, Checkpoints checkpoints)
    implements DistributedTrainer {
  @Override
  public float[] train(TrainingPlan plan, TrainingState start, TrainingListener listener)
      throws IOException {
    Slots.require(spark, plan.workers());
    WorkerDevices.bind(spark, plan.workers(), Engines::deviceUuid);
    try (CachedShards shards = new CachedShards(spark, plan)) {
      TrainingState state = start;
      for (int round = state.iteration() / plan.averagingInterval();
          round < plan.rounds();
          round++) {
        state = round(plan, shards.data(), state, round + 1, listener);
        checkpoints.save(state, round + 1, plan.rounds());
      }
      return state.parameters();
    }
  }

  private TrainingState round(
      TrainingPlan plan,
      JavaRDD<WorkerData> data,
      TrainingState state,
      int round,
      TrainingListener listener) {
    long start = System.nanoTime();
    RoundMean mean = train(plan, data, state, round);
    TrainingState next = mean.state(round * plan.averagingInterval());
    double seconds = (System.nanoTime() - start) / 1e9;
    RoundMetrics metrics = mean.metrics();
    TrainingListener.Round finished =
        new TrainingListener.Round(
            round,
            next.iteration(),
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
    listener.averaged(finished, next.parameters());
    return next;
  }

  private RoundMean train(
      TrainingPlan plan, JavaRDD<WorkerData> data, TrainingState state, int round) {
    Broadcast<TrainingState> broadcast = spark.broadcast(state);
    JobDescription description =
        JobDescription.detail(spark, "round %d of %d".formatted(round, plan.rounds()));
    try {
      return TreeMean.of(data.map(new WorkerRound(broadcast)), plan.workers());
    } catch (Exception e) {
      // Spark throws its checked SparkException undeclared, so RuntimeException is not enough.
      throw failure(e, round);
    } finally {
      broadcast.destroy();
      description.restore();
    }
  }

  /** Returns the exception that the executor threw, without Spark's wrapping exceptions. */
  private static RuntimeException failure(Exception e, int round) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrainingDivergedException diverged) {
        return diverged;
      }
    }
    return new IllegalStateException("round %d failed".formatted(round), e);
  }
}
