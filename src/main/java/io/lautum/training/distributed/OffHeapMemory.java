package io.lautum.training.distributed;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of networks and minibatches, which is outside the heap and which Spark does not count.
 * JavaCPP counts it and refuses to allocate beyond {@code org.bytedeco.javacpp.maxbytes}, and
 * beyond {@code maxphysicalbytes} for the whole process.
 */
final class OffHeapMemory {
  private static final Logger LOG = LoggerFactory.getLogger(OffHeapMemory.class);
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  private OffHeapMemory() {}

  /** Logs once a process what is in use and what it may grow to. */
  static void logOnce() {
    if (LOGGED.compareAndSet(false, true)) {
      LOG.info(
          "executor {}: arrays off the heap {} of at most {} MiB, process {} of at most {} MiB",
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
