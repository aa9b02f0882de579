package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** The task slots of a cluster, each of which runs one task at a time. */
public final class Slots {
  private static final Duration POLL = Duration.ofMillis(200);

  private Slots() {}

  /**
   * Waits until there are as many slots as wanted and their number has been constant for a while,
   * because executors register one after the other; waits at most a minute, or as long as {@code
   * spark.lautum.slots.wait} says.
   *
   * @param settled duration for which the number must stay the same
   * @return number of tasks that can run simultaneously now: one per core, or one per GPU if
   *     executors have GPUs
   */
  public static int await(JavaSparkContext spark, int wanted, Duration settled) {
    Duration patience = CheckSettings.slotsWait(spark.getConf());
    long start = System.nanoTime();
    long changed = start;
    int slots = count(spark.sc());
    while (!spark.isLocal()) {
      long now = System.nanoTime();
      boolean enough = slots >= wanted && now - changed >= settled.toNanos();
      if (enough || now - start > patience.toNanos()) {
        break;
      }
      CheckSettings.sleep(POLL.toMillis());
      int found = count(spark.sc());
      if (found != slots) {
        slots = found;
        changed = System.nanoTime();
      }
    }
    return slots;
  }

  /**
   * Waits until executors for {@code workers} tasks have registered, because the workers of a round
   * must run simultaneously.
   *
   * @throws ResourceException if there are fewer after the wait, or immediately if a cluster has
   *     too few GPUs
   * @throws UserException if there are fewer in this process, which will not change
   */
  public static void require(JavaSparkContext spark, int workers) {
    Gpus.requireAttainable(spark, workers);
    int slots = await(spark, workers, Duration.ZERO);
    if (slots < workers) {
      throw tooFew(spark.master(), spark.isLocal(), slots, workers, Gpus.perExecutor(spark) > 0);
    }
  }

  static RuntimeException tooFew(
      String master, boolean local, int slots, int workers, boolean gpus) {
    String wait = "wait longer for executors: --spark-conf " + CheckSettings.SLOTS_WAIT + "=10m";
    if (!local && slots == 0) {
      String remedy =
          master.startsWith(KubernetesCheck.SCHEME)
              ? "the log or `kubectl get events` has the reason; add nodes"
              : "end other jobs, start workers";
      return new ResourceException(
          Text.format("%s has started no executor for this job; %s, or %s", master, remedy, wait));
    }
    String message =
        Text.format(
            "workers = %d, but %s has %d task slots%s; add cores%s, or set -D workers=%d",
            workers,
            master,
            slots,
            gpus ? " with a GPU" : "",
            gpus ? " and GPUs" : "",
            Math.max(1, slots));
    return local ? new UserException(message) : new ResourceException(message + ", or " + wait);
  }

  /** Returns the number of tasks that can run simultaneously now. */
  public static int now(JavaSparkContext spark) {
    return count(spark.sc());
  }

  /**
   * Returns the number of tasks that an executor runs simultaneously: the mean, rounded up. On a
   * standalone cluster, an executor has all cores of its machine unless settings say otherwise.
   */
  public static int perExecutor(JavaSparkContext spark) {
    // One of them is the driver.
    int executors = spark.sc().statusTracker().getExecutorInfos().length - 1;
    return perExecutor(count(spark.sc()), executors);
  }

  static int perExecutor(int slots, int executors) {
    return Math.max(1, (int) Math.ceil(slots / (double) Math.max(1, executors)));
  }

  private static int count(SparkContext context) {
    return context.maxNumConcurrentTasks(
        Gpus.ofTask(context)
            .orElseGet(() -> context.resourceProfileManager().defaultResourceProfile()));
  }
}
