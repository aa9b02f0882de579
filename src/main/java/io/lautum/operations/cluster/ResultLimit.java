package io.lautum.operations.cluster;

import org.apache.spark.SparkConf;

/** The limit of what the driver collects in one Spark job. */
public final class ResultLimit {
  private static final String KEY = "spark.driver.maxResultSize";

  /** Spark's default. */
  private static final String DEFAULT = "1g";

  private ResultLimit() {}

  /**
   * Returns the largest size of all serialised results of a job; {@link Long#MAX_VALUE} without a
   * limit.
   */
  public static long bytes(SparkConf conf) {
    long bytes = conf.getSizeAsBytes(KEY, DEFAULT);
    return bytes == 0 ? Long.MAX_VALUE : bytes;
  }
}
