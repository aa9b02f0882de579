package io.lautum.operations.cluster;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** The GPUs that Spark has assigned to this process. Also works in programs without Spark. */
public final class ProcessGpu {
  private static final boolean HAS_SPARK =
      ProcessGpu.class.getClassLoader().getResource("org/apache/spark/SparkEnv.class") != null;

  /** Spark's id of the driver among the executors. */
  private static final String DRIVER = "driver";

  private ProcessGpu() {}

  /**
   * Returns whether Spark decides which GPUs this process may use: in executors, but not in the
   * driver, in local mode and outside Spark.
   */
  public static boolean isExecutor() {
    if (!HAS_SPARK) {
      return false;
    }
    SparkEnv spark = SparkEnv.get();
    return spark != null && !spark.executorId().equals(DRIVER);
  }

  /**
   * Returns the address of the GPU that this thread may compute on: the one of its task, or else
   * one of its executor. Empty if Spark has assigned none.
   */
  public static Optional<String> address() {
    if (!HAS_SPARK || TaskContext.get() == null) {
      return Optional.empty();
    }
    String[] own = DeviceBinding.addressesOfTask();
    String[] addresses = own.length > 0 ? own : ExecutorGpus.addresses();
    return addresses.length == 0
        ? Optional.empty()
        : Optional.of(addresses[TaskContext.getPartitionId() % addresses.length]);
  }

  /**
   * Returns whether this application's executors have GPUs, so that the choice of an engine in this
   * process says nothing about theirs.
   */
  public static boolean executorsHaveGpus() {
    SparkEnv spark = HAS_SPARK ? SparkEnv.get() : null;
    return spark != null && executorsHaveGpus(spark.conf());
  }

  static boolean executorsHaveGpus(SparkConf conf) {
    return !conf.get("spark.master", "").startsWith("local")
        && conf.getInt(Gpus.PER_EXECUTOR, 0) > 0;
  }
}
