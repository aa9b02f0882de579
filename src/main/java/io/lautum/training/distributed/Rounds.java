package io.lautum.training.distributed;

import io.lautum.Text;
import io.lautum.UserException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs one averaging round after the other on all workers. */
interface Rounds extends AutoCloseable {
  /**
   * Chooses how the rounds of a training run: by workers that stay for many rounds, unless the
   * driver would receive too many results at once or Spark was started without {@link RoundPlugin}.
   */
  static Rounds of(JavaSparkContext spark, TrainingPlan plan, JavaRDD<WorkerData> data) {
    return RoundPlugin.isActive() && plan.workers() <= TreeMean.FAN_IN
        ? new ResidentRounds(spark, plan, data)
        : new RoundJobs(spark, plan, data);
  }

  /**
   * Gives all workers the state that the next round starts from. The caller must not change it
   * afterwards.
   */
  void begin(TrainingState state);

  /** Waits for the round that {@link #begin} has started, and returns the mean of its results. */
  RoundMean await();

  /** Ends the workers, after the last round or after a failure. */
  @Override
  void close();

  /** Returns the exception of training that ended a round, without Spark's wrapping exceptions. */
  static RuntimeException failure(Throwable e, int round) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrainingDivergedException || cause instanceof UserException) {
        return (RuntimeException) cause;
      }
    }
    return new IllegalStateException(Text.format("round %d failed", round), e);
  }
}
