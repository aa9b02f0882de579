package io.lautum.operations.cluster;

import io.lautum.UserException;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** The places of a cluster where one task each can run. */
public final class Slots {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private Slots() {}

  /**
   * Waits until there are as many slots as asked for and their number has not grown for a while, or
   * for a minute: executors register one after the other.
   *
   * @param settled how long the number must stay the same
   * @return tasks that can run at once now: one a core, or one a GPU where executors have GPUs
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
   * Waits until executors for {@code workers} tasks have registered.
   *
   * @throws UserException if there are fewer after a minute, or at once where there are too few
   *     GPUs: the workers of a round have to run at the same time
   */
  public static void require(JavaSparkContext spark, int workers) {
    Gpus.requireAttainable(spark, workers);
    int slots = await(spark, workers, Duration.ZERO);
    if (slots < workers) {
      throw new UserException(
          "workers = %d, but %s has %d task slots%s: give it more cores%s, or set -D workers=%d"
              .formatted(
                  workers,
                  spark.master(),
                  slots,
                  Gpus.perExecutor(spark) > 0 ? " with a GPU" : "",
                  Gpus.perExecutor(spark) > 0 ? " and GPUs" : "",
                  Math.max(1, slots)));
    }
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
