package io.lautum.evaluation.crossvalidation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs one task per held-out part and reports how many are done, because one may take minutes. */
public final class FoldsJob {
  private static final int POLL_SECONDS = 5;
  private static final long MOST_NANOS_TO_END = TimeUnit.MINUTES.toNanos(2);

  private final JavaSparkContext spark;
  private final String group;

  /**
   * @param group name of the job group, such as {@code tune}
   */
  public FoldsJob(JavaSparkContext spark, String group) {
    this.spark = spark;
    this.group = group;
  }

  /**
   * Returns the results of all tasks, in order.
   *
   * @param folds one task per element
   * @param description description of the job for Spark's pages
   * @param done receives the number of finished tasks whenever it has grown
   */
  public <T> List<T> collect(JavaRDD<T> folds, String description, IntConsumer done) {
    return collect(folds, description, done, () -> false);
  }

  /**
   * Returns the results of all tasks, in order.
   *
   * @param folds one task per element
   * @param description description of the job for Spark's pages
   * @param done receives the number of finished tasks whenever it has grown
   * @param late asked every few seconds; true ends the tasks
   * @throws TimeLimit.MissedException if {@code late} has ended the tasks
   */
  <T> List<T> collect(
      JavaRDD<T> folds, String description, IntConsumer done, BooleanSupplier late) {
    spark.setJobGroup(group, description);
    try {
      return await(folds.collectAsync(), done, late);
    } finally {
      spark.clearJobGroup();
    }
  }

  private <T> List<T> await(
      JavaFutureAction<List<T>> results, IntConsumer done, BooleanSupplier late) {
    int reported = 0;
    while (true) {
      try {
        return results.get(POLL_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        int completed = sum(results, SparkStageInfo::numCompletedTasks);
        if (completed > reported) {
          done.accept(completed);
          reported = completed;
        }
        if (late.getAsBoolean()) {
          end(results);
          throw new TimeLimit.MissedException();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        results.cancel(true);
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "the cross-validation was interrupted; rerun the command to finish it", e);
      }
    }
  }

  /** Cancels a job and waits for its tasks, which end at their next step. */
  private void end(JavaFutureAction<?> job) {
    job.cancel(true);
    // Spark may drop the event of a task's end when it has too many.
    long deadline = System.nanoTime() + MOST_NANOS_TO_END;
    while (sum(job, SparkStageInfo::numActiveTasks) > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private int sum(JavaFutureAction<?> job, ToIntFunction<SparkStageInfo> number) {
    return job.jobIds().stream()
        .flatMap(id -> Stream.ofNullable(spark.statusTracker().getJobInfo(id)))
        .flatMapToInt(info -> Arrays.stream(info.stageIds()))
        .mapToObj(spark.statusTracker()::getStageInfo)
        .filter(Objects::nonNull)
        .mapToInt(number)
        .sum();
  }
}
