package io.lautum.operations.cluster;

import io.lautum.UserException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/** Spark's settings of the checks: waits for what may come back, and the necessary free space. */
public final class CheckSettings {
  /** How long to wait for a master. */
  static final String MASTER_WAIT = "spark.lautum.master.wait";

  /** How long to wait for executors. */
  static final String SLOTS_WAIT = "spark.lautum.slots.wait";

  /** How long to wait if all executors are lost. */
  static final String EXECUTORS_WAIT = "spark.lautum.executors.wait";

  /** How long to wait for a file system that does not answer. */
  public static final String STORAGE_WAIT = "spark.lautum.storage.wait";

  /** Free space without which a command does not begin. */
  public static final String LEAST_SPACE = "spark.lautum.storage.least";

  private CheckSettings() {}

  static Duration masterWait(SparkConf conf) {
    return wait(conf, MASTER_WAIT, "30s");
  }

  static Duration slotsWait(SparkConf conf) {
    return wait(conf, SLOTS_WAIT, "60s");
  }

  static Duration executorsWait(SparkConf conf) {
    return wait(conf, EXECUTORS_WAIT, "10m");
  }

  public static Duration storageWait(SparkConf conf) {
    return wait(conf, STORAGE_WAIT, "60s");
  }

  /** Returns the necessary free space in bytes. */
  public static long leastSpace(SparkConf conf) {
    return read(() -> conf.getSizeAsBytes(LEAST_SPACE, "100m"));
  }

  private static Duration wait(SparkConf conf, String key, String usual) {
    return Duration.ofSeconds(read(() -> conf.getTimeAsSeconds(key, usual)));
  }

  /**
   * @throws UserException if the value is malformed; Spark's message names the key
   */
  private static long read(Supplier<Long> value) {
    try {
      return value.get();
    } catch (NumberFormatException e) {
      throw new UserException(e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  /**
   * Waits before another attempt.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the cluster", e);
    }
  }
}
