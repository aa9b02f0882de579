package io.lautum.training.distributed;

import io.lautum.operations.device.GpuMemory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of networks and minibatches outside the heap, which Spark does not count. On the host,
 * JavaCPP counts it and rejects allocations beyond {@code org.bytedeco.javacpp.maxbytes}, and
 * beyond {@code maxphysicalbytes} for the whole process. On a GPU, {@link GpuMemory} counts it.
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
      GpuMemory gpu = GpuMemory.ofProcess();
      if (gpu.peak() > 0) {
        LOG.info(
            "executor {}: networks on the GPU {} MiB, at most {} MiB so far, of at most {}",
            SparkEnv.get().executorId(),
            mebibytes(gpu.allocated()),
            mebibytes(gpu.peak()),
            gpu.limit() == Long.MAX_VALUE
                ? "the GPU's memory (no " + GpuMemory.LIMIT + ")"
                : mebibytes(gpu.limit()) + " MiB");
      }
    }
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
