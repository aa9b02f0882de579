package io.lautum.training.distributed;

import io.lautum.Text;
import io.lautum.operations.cluster.JobDescription;
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
          data.map(worker -> new WorkerRounds(worker).train(broadcast.value())), plan.workers());
    } catch (Exception e) {
      // Spark throws its checked SparkException undeclared, so RuntimeException is not enough.
      throw Rounds.failure(e, round);
    } finally {
      broadcast.destroy();
      description.restore();
    }
  }

  @Override
  public void close() {
    // No job outlives its round.
  }
}
