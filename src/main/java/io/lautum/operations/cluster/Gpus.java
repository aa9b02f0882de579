package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.ResourceProfileManager;
import org.apache.spark.resource.TaskResourceRequests;
import scala.Option;

/** The GPUs that a job has requested from Spark. Driver only. */
public final class Gpus {
  static final String RESOURCE = "gpu";
  static final String PER_EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String PER_TASK = "spark.task.resource.gpu.amount";

  private Gpus() {}

  /** Returns the number of GPUs per executor; 0 in local mode, which has no executors. */
  public static int perExecutor(JavaSparkContext spark) {
    return spark.isLocal() ? 0 : spark.getConf().getInt(PER_EXECUTOR, 0);
  }

  /**
   * Returns the resources of a training task: a GPU of its executor and its cores. Other tasks
   * request only cores, so that an executor prepares data with all of its cores. Empty if executors
   * have no GPUs.
   *
   * @throws UserException if executors are allocated dynamically: Spark would then start other
   *     executors for these tasks
   */
  public static Optional<ResourceProfile> ofTask(SparkContext context) {
    SparkConf conf = context.getConf();
    if (context.isLocal() || conf.getInt(PER_EXECUTOR, 0) == 0) {
      return Optional.empty();
    }
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw new UserException(
          "spark.dynamicAllocation.enabled = true: not supported if executors have GPUs; set it to"
              + " false");
    }
    // Without the cores, Spark miscounts the slots if cores rather than GPUs limit them.
    TaskResourceRequests requests =
        new TaskResourceRequests().cpus(conf.getInt("spark.task.cpus", 1)).resource(RESOURCE, 1);
    ResourceProfile profile = new ResourceProfileBuilder().require(requests).build();
    ResourceProfileManager known = context.resourceProfileManager();
    // Profiles are numbered and never removed.
    Option<ResourceProfile> before = known.getEquivalentProfile(profile);
    if (before.isDefined()) {
      return Optional.of(before.get());
    }
    known.addResourceProfile(profile);
    return Optional.of(profile);
  }

  /**
   * Checks that a cluster can ever start executors for {@code tasks} tasks with one GPU each; Spark
   * waits indefinitely for executors that no worker of a standalone cluster can start.
   *
   * @throws ResourceException if its workers cannot; the message contains the numbers
   * @throws UserException if this process has no executors
   */
  public static void requireAttainable(JavaSparkContext spark, int tasks) {
    if (spark.isLocal() && spark.getConf().contains(PER_TASK)) {
      throw new UserException(
          Text.format(
              "%s = %s: not supported with the master %s, which has no executors with GPUs, so that"
                  + " tasks would wait indefinitely; remove it",
              PER_TASK, spark.getConf().get(PER_TASK), spark.master()));
    }
    int perExecutor = perExecutor(spark);
    if (perExecutor > 0) {
      StandaloneGpus.of(spark.sc())
          .ifPresent(gpus -> requireAttainable(gpus, perExecutor, tasks, spark.master()));
    }
  }

  static void requireAttainable(StandaloneGpus gpus, int perExecutor, int tasks, String master) {
    int executors = gpus.executors(perExecutor);
    if (executors == 0) {
      throw new ResourceException(
          Text.format(
              "%s = %d, but %s has %s: no worker can start an executor; start workers with"
                  + " spark.worker.resource.gpu.amount and"
                  + " spark.worker.resource.gpu.discoveryScript, or request fewer GPUs",
              PER_EXECUTOR, perExecutor, master, gpus));
    }
    int slots = executors * perExecutor;
    if (slots < tasks) {
      throw new ResourceException(
          Text.format(
              "workers = %d, each with a GPU, but %s has %s: enough for %d, in executors of %s ="
                  + " %d; add GPUs, or set -D workers=%d",
              tasks, master, gpus, slots, PER_EXECUTOR, perExecutor, slots));
    }
  }
}
