package io.lautum.training.distributed;

import io.lautum.Text;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.operations.cluster.ResultLimit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs one Spark job per round: broadcasts the state, and adds the results through layers of tasks.
 * The cost of a round grows slowly with the number of workers, but is at least that of a job.
 */
final class RoundJobs implements Rounds {
  private final JavaSparkContext spark;
  private final TrainingPlan plan;
  private final JavaRDD<WorkerData> data;
  private TrainingState state;

  RoundJobs(JavaSparkContext spark, TrainingPlan plan, JavaRDD<WorkerData> data) {
    this.spark = spark;
    this.plan = plan;
    this.data = data;
  }

  @Override
  public void begin(TrainingState start) {
    state = start;
  }

  @Override
  public RoundMean await() {
    int round = plan.round(state);
    Broadcast<TrainingState> broadcast = spark.broadcast(state);
    JobDescription description =
        JobDescription.detail(spark, Text.format("round %d of %d", round, plan.rounds()));
    try {
      return TreeMean.of(
          data.map(worker -> new WorkerRounds(worker).train(broadcast.value())),
          plan.workers(),
          fetches());
    } catch (Exception e) {
      // Spark throws its checked SparkException undeclared, so RuntimeException is not enough.
      throw Rounds.failure(e, round);
    } finally {
      broadcast.destroy();
      description.restore();
    }
  }

  /**
   * Returns in how many parts the driver fetches the results, so that a part takes up at most 80 %
   * of what Spark collects.
   */
  private int fetches() {
    int weights = state.parameters().length;
    // The weights, two moments of the optimiser, and perhaps the averaged weights.
    long floats = plan.network().averagesWeights() ? 4 : 3;
    long bytes = floats * Float.BYTES * weights * Math.min(plan.workers(), TreeMean.FAN_IN);
    return (int)
        Math.min(weights, 1 + bytes / Math.max(1, ResultLimit.bytes(spark.getConf()) / 5 * 4));
  }

  @Override
  public void close() {
    // No job outlives its round.
  }
}
