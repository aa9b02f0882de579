package io.lautum.operations.cluster;

import io.lautum.Text;
import io.lautum.UserException;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** The task slots of a cluster, each of which runs one task at a time. */
public final class Slots {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private Slots() {}

  /**
   * Waits until there are as many slots as wanted and their number has been constant for a while,
   * because executors register one after the other; waits at most a minute.
   *
   * @param settled duration for which the number must stay the same
   * @return number of tasks that can run simultaneously now: one per core, or one per GPU if
   *     executors have GPUs
   */
  public static int await(JavaSparkContext spark, int wanted, Duration settled) {
    long start = System.nanoTime();
    long changed = start;
    int slots = count(spark.sc());
    while (!spark.isLocal()) {
      long now = System.nanoTime();
      boolean enough = slots >= wanted && now - changed >= settled.toNanos();
      if (enough || now - start > PATIENCE.toNanos()) {
        break;
      }
      sleep();
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
   * @throws UserException if there are fewer after a minute, or immediately if there are too few
   *     GPUs
   */
  public static void require(JavaSparkContext spark, int workers) {
    Gpus.requireAttainable(spark, workers);
    int slots = await(spark, workers, Duration.ZERO);
    if (slots < workers) {
      throw new UserException(
          Text.format(
              "workers = %d, but %s has %d task slots%s; add cores%s, or set -D workers=%d",
              workers,
              spark.master(),
              slots,
              Gpus.perExecutor(spark) > 0 ? " with a GPU" : "",
              Gpus.perExecutor(spark) > 0 ? " and GPUs" : "",
              Math.max(1, slots)));
    }
  }

  /** Returns the number of tasks that can run simultaneously now. */
  public static int now(JavaSparkContext spark) {
    return count(spark.sc());
  }

  private static int count(SparkContext context) {
    return context.maxNumConcurrentTasks(
        Gpus.ofTask(context)
            .orElseGet(() -> context.resourceProfileManager().defaultResourceProfile()));
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }
}
