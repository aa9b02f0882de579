package io.lautum.training.finetune;

import io.lautum.Text;
import io.lautum.data.shard.LocalCopy;
import io.lautum.method.TransferMethod;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.operations.cluster.RunningSteps;
import io.lautum.operations.cluster.TaskSteps;
import io.lautum.operations.progress.TrainingProgress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Fine-tunes one model per call in a Spark task. Thread-safe. */
final class ExecutorTrainingJob {
  private final Supplier<JavaSparkContext> spark;
  private final LocalCopy unlabelled;
  private Broadcast<LocalCopy> sentUnlabelled;
  private RunningSteps running;

  /**
   * @param spark called for the first model
   * @param unlabelled unlabelled images, for trainings that use them
   */
  ExecutorTrainingJob(Supplier<JavaSparkContext> spark, LocalCopy unlabelled) {
    this.spark = spark;
    this.unlabelled = unlabelled;
  }

  /**
   * Trains and returns the new weights; see {@link FineTuner#train}.
   *
   * @param labelled labelled examples
   * @param usesUnlabelled whether the training uses unlabelled images
   * @param listener receives the steps when all are done
   * @param progress receives the number of steps with each heartbeat of the executor
   */
  float[] train(
      FineTuner tuner,
      TransferMethod method,
      float[] start,
      TargetExamples labelled,
      boolean usesUnlabelled,
      long seed,
      StepListener listener,
      TrainingProgress.Model progress,
      Optional<FineTuneCheckpoints> checkpoints) {
    Broadcast<LocalCopy> sent = usesUnlabelled ? sentUnlabelled() : null;
    JavaSparkContext context = spark.get();
    String job = Text.format("finetune %s with %d labels", method.name(), labelled.labels().length);
    // Not a part of the task: Spark ignores accumulators in the data of a partition.
    TaskSteps steps = running().follow(job, progress);
    JobDescription description = JobDescription.replace(context, job);
    try {
      FineTuneTask task =
          new FineTuneTask(
              tuner, method.name(), start, labelled, sent, seed, checkpoints.orElse(null));
      FineTuneTask.Result result =
          await(
              context
                  .parallelize(List.of(task), 1)
                  .map(one -> one.run(new StepCount(steps)))
                  .collectAsync());
      // A short training ends before its first heartbeat.
      progress.at(result.steps().size());
      result.report(listener);
      return result.weights();
    } finally {
      description.restore();
      running().forget(steps);
    }
  }

  /** Returns the one result of a job; cancels the job if the thread is interrupted. */
  private static FineTuneTask.Result await(JavaFutureAction<List<FineTuneTask.Result>> job) {
    try {
      return job.get().get(0);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      job.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the training was interrupted", e);
    }
  }

  /** Returns the place of the unlabelled images, which is sent once. */
  private synchronized Broadcast<LocalCopy> sentUnlabelled() {
    if (sentUnlabelled == null) {
      sentUnlabelled = spark.get().broadcast(unlabelled);
    }
    return sentUnlabelled;
  }

  private synchronized RunningSteps running() {
    if (running == null) {
      running = new RunningSteps(spark.get().sc());
    }
    return running;
  }
}
