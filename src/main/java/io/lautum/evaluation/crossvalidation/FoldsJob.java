package io.lautum.evaluation.crossvalidation;

import io.lautum.operations.cluster.JobGroup;
import io.lautum.operations.cluster.RunningSteps;
import io.lautum.operations.cluster.TaskSteps;
import io.lautum.operations.progress.TrainingProgress;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains without each of several held-out parts, in one task each, and shows their steps. */
public final class FoldsJob {
  private static final int POLL_SECONDS = 5;
  private static final long MOST_NANOS_TO_END = TimeUnit.MINUTES.toNanos(2);

  private final JavaSparkContext spark;
  private final String group;
  private final RunningSteps running;

  /**
   * @param group name of the job group, such as {@code tune}
   */
  public FoldsJob(JavaSparkContext spark, String group) {
    this.spark = spark;
    this.group = group;
    running = new RunningSteps(spark.sc());
  }

  /**
   * Returns the results of all parts, in order.
   *
   * @param name name of the trainings, for the progress and for Spark's pages
   * @param steps steps of each training
   * @param parts the parts, which differ from each other
   * @param task the function of one task, given what counts the steps of each part's training
   */
  public <P extends Serializable, R> List<R> run(
      String name,
      long steps,
      List<P> parts,
      Function<Map<P, TaskSteps>, org.apache.spark.api.java.function.Function<P, R>> task) {
    return run(name, steps, parts, task, TimeLimit.NONE);
  }

  /**
   * Returns the results of all parts, in order.
   *
   * @param name name of the trainings, for the progress and for Spark's pages
   * @param steps steps of each training
   * @param parts the parts, which differ from each other
   * @param task the function of one task, given what counts the steps of each part's training
   * @param limit time for all trainings
   * @throws TimeLimit.MissedException if the limit has ended the tasks
   */
  <P extends Serializable, R> List<R> run(
      String name,
      long steps,
      List<P> parts,
      Function<Map<P, TaskSteps>, org.apache.spark.api.java.function.Function<P, R>> task,
      TimeLimit limit) {
    TrainingProgress progress = TrainingProgress.of(name, steps);
    progress.begin(parts.size());
    Map<P, TaskSteps> counts = new LinkedHashMap<>();
    Map<TaskSteps, TrainingProgress.Model> models = new HashMap<>();
    for (P part : parts) {
      TrainingProgress.Model model = progress.model();
      TaskSteps followed = running.follow("part " + (counts.size() + 1), model);
      counts.put(part, followed);
      models.put(followed, model);
    }
    JobGroup jobs = JobGroup.begin(spark, group, name);
    try {
      return await(
          spark.parallelize(parts, parts.size()).map(task.apply(counts)).collectAsync(),
          () -> models.forEach(running::completeIfEnded),
          progress::finished,
          () -> limit.isMissed(progress.seconds(), progress.expectedSeconds()));
    } finally {
      jobs.restore();
      counts.values().forEach(running::forget);
    }
  }

  private <T> List<T> await(
      JavaFutureAction<List<T>> results, Runnable count, IntConsumer done, BooleanSupplier late) {
    int reported = 0;
    while (true) {
      try {
        return results.get(POLL_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        count.run();
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
