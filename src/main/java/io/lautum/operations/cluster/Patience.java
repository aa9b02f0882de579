package io.lautum.operations.cluster;

import java.time.Duration;
import org.apache.spark.SparkConf;

/** How long a command waits for what may come back, such as a master that restarts. */
public final class Patience {
  /** Setting of Spark: how long to wait for a master. */
  static final String MASTER = "spark.lautum.master.wait";

  /** Setting of Spark: how long to wait for a file system that does not answer. */
  public static final String STORAGE = "spark.lautum.storage.wait";

  private Patience() {}

  static Duration master(SparkConf conf) {
    return Duration.ofSeconds(conf.getTimeAsSeconds(MASTER, "30s"));
  }

  public static Duration storage(SparkConf conf) {
    return Duration.ofSeconds(conf.getTimeAsSeconds(STORAGE, "60s"));
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
