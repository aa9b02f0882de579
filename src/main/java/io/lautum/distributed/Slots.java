package io.lautum.distributed;

import io.lautum.UserException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks the cluster can run at once. */
public final class Slots {
  private static final long REGISTRATION_SECONDS = 60;
  private static final long POLL_MILLISECONDS = 200;

  private Slots() {}

  /** Slots at this moment. */
  public static int count(JavaSparkContext spark) {
    SparkContext context = spark.sc();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  /**
   * Waits until executors for {@code workers} tasks have registered.
   *
   * @throws UserException if there are fewer after a minute: the workers of a round have to run at
   *     the same time
   */
  static void require(JavaSparkContext spark, int workers) {
    long deadline = System.nanoTime() + REGISTRATION_SECONDS * 1_000_000_000L;
    while (count(spark) < workers && !spark.isLocal() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(POLL_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for executors", e);
      }
    }
    int slots = count(spark);
    if (slots < workers) {
      throw new UserException(
          "workers = %d, but %s has %d task slots: give it more cores, or set -D workers=%d"
              .formatted(workers, spark.master(), slots, Math.max(1, slots)));
    }
  }
}
