package io.lautum.training.distributed;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The off-heap memory of networks and minibatches, which Spark does not count. JavaCPP counts it
 * and rejects allocations beyond {@code org.bytedeco.javacpp.maxbytes}, and beyond {@code
 * maxphysicalbytes} for the whole process.
 */
final class OffHeapMemory {
  private static final Logger LOG = LoggerFactory.getLogger(OffHeapMemory.class);
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  private OffHeapMemory() {}

  /** Logs the memory in use and its limits, once per process. */
  static void logOnce() {
    if (LOGGED.compareAndSet(false, true)) {
      LOG.info(
          "executor {}: off-heap arrays {} of at most {} MiB, process {} of at most {} MiB",
          SparkEnv.get().executorId(),
          mebibytes(Pointer.totalBytes()),
          mebibytes(Pointer.maxBytes()),
          mebibytes(Pointer.physicalBytes()),
          mebibytes(Pointer.maxPhysicalBytes()));
    }
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
