package io.lautum.distributed;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Synchronous parameter averaging: each round broadcasts the state, lets every worker train on its
 * own shard, and averages weights, updater state and running statistics, weighted by the examples
 * seen. Unlike dl4j-spark's master it carries the iteration count and the statistics from round to
 * round, and adds in a fixed order.
 */
public final class ParameterAveragingTrainer implements DistributedTrainer {
  /** Results of this many workers are added up by one task before the driver sees them. */
  private static final int FAN_IN = 16;

  private final JavaSparkContext spark;
  private final Checkpoints checkpoints;

  /**
   * @param checkpoints where the state is saved, and resumed from
   */
  public ParameterAveragingTrainer(JavaSparkContext spark, Checkpoints checkpoints) {
    this.spark = spark;
    this.checkpoints = checkpoints;
  }

  @Override
  public float[] train(TrainingPlan plan, float[] initial, TrainingListener listener)
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
      TrainingState state = start(plan, initial);
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

  private TrainingState start(TrainingPlan plan, float[] initial) throws IOException {
    Optional<TrainingState> saved = checkpoints.latest();
    return saved.orElseGet(
        () -> new TrainingState(initial, new float[0], 0, new double[plan.workers()][0]));
  }

  private TrainingState round(
      TrainingPlan plan,
      JavaRDD<WorkerData> data,
      TrainingState state,
      int round,
      TrainingListener listener) {
    long start = System.nanoTime();
    Broadcast<TrainingState> broadcast = spark.broadcast(state);
    spark.setJobDescription("round %d of %d".formatted(round, plan.rounds()));
    try {
      RoundSum sum = sum(data.map(new WorkerRound(broadcast)), plan.workers());
      int iteration = round * plan.averagingFrequency();
      TrainingState next = sum.average(iteration, plan.sharesStatistics());
      double seconds = (System.nanoTime() - start) / 1e9;
      listener.roundFinished(
          new TrainingListener.Round(
              round,
              iteration,
              sum.crossEntropy(),
              sum.measure(),
              seconds,
              seconds - sum.slowestSeconds(),
              sum.examples() / seconds));
      return next;
    } catch (RuntimeException e) {
      throw divergence(e);
    } finally {
      broadcast.destroy();
      spark.setJobDescription(null);
    }
  }

  /**
   * Adds up in the order of the workers, through a layer of tasks where one driver would have to
   * take in too many results. Spark's own treeAggregate adds in the order of arrival.
   */
  private static RoundSum sum(JavaRDD<RoundSum> results, int workers) {
    JavaRDD<RoundSum> parts = results;
    for (int n = workers; n > FAN_IN; n = (n + FAN_IN - 1) / FAN_IN) {
      int groups = (n + FAN_IN - 1) / FAN_IN;
      parts =
          parts
              .zipWithIndex()
              .mapToPair(part -> new Tuple2<>((int) (part._2() / FAN_IN), part._1()))
              .groupByKey(new HashPartitioner(groups))
              .map(group -> RoundSum.of(group._2().iterator()));
    }
    return RoundSum.of(parts.collect().iterator());
  }

  /** What the executor threw, without the layers that Spark puts around it. */
  private static RuntimeException divergence(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrainingDivergedException diverged) {
        return diverged;
      }
    }
    return e;
  }
}
