package io.lautum.distributed;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Synchronous parameter averaging: each round broadcasts the state, lets every worker train on its
 * own shard, and averages weights, updater state and running statistics, weighted by the examples
 * seen. Unlike dl4j-spark's master it carries the iteration count and the statistics from round to
 * round, and adds in a fixed order.
 */
public final class ParameterAveragingTrainer implements DistributedTrainer {
  private final JavaSparkContext spark;
  private final Checkpoints checkpoints;

  /**
   * @param checkpoints where the state is saved
   */
  public ParameterAveragingTrainer(JavaSparkContext spark, Checkpoints checkpoints) {
    this.spark = spark;
    this.checkpoints = checkpoints;
  }

  @Override
  public float[] train(TrainingPlan plan, TrainingState start, TrainingListener listener)
      throws IOException {
    Slots.require(spark, plan.workers());
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    // Cached as objects: Spark then prefers the executor that has the shard, and reads it anew
    // where that executor is lost.
    JavaRDD<WorkerData> data =
        spark
            .parallelize(IntStream.range(0, plan.workers()).boxed().toList(), plan.workers())
            .map(worker -> WorkerData.read(plan, worker, hadoop.value().value()))
            .persist(StorageLevel.MEMORY_ONLY());
    try {
      TrainingState state = start;
      for (int round = state.iteration() / plan.averagingFrequency();
          round < plan.rounds();
          round++) {
        state = round(plan, data, state, round + 1, listener);
        checkpoints.save(state, round + 1, plan.rounds());
      }
      return state.parameters();
    } finally {
      data.unpersist();
      hadoop.destroy();
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
    TrainingState next = mean.state(round * plan.averagingFrequency());
    double seconds = (System.nanoTime() - start) / 1e9;
    listener.roundFinished(
        new TrainingListener.Round(
            round,
            next.iteration(),
            mean.crossEntropy(),
            mean.measure(),
            seconds,
            seconds - mean.slowestSeconds(),
            mean.examples() / seconds));
    return next;
  }

  private RoundMean train(
      TrainingPlan plan, JavaRDD<WorkerData> data, TrainingState state, int round) {
    Broadcast<TrainingState> broadcast = spark.broadcast(state);
    spark.setJobDescription("round %d of %d".formatted(round, plan.rounds()));
    try {
      return TreeMean.of(data.map(new WorkerRound(broadcast)), plan.workers());
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws its checked SparkException undeclared.
      throw failure(e, round);
    } finally {
      broadcast.destroy();
      spark.setJobDescription(null);
    }
  }

  /** What the executor threw, without the layers that Spark puts around it. */
  private static RuntimeException failure(Exception e, int round) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrainingDivergedException diverged) {
        return diverged;
      }
    }
    return new IllegalStateException("round %d failed".formatted(round), e);
  }
}
