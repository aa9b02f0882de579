package io.lautum.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.lautum.Text;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/**
 * Checks that the heap and the arrays outside it fit into memory together.
 *
 * @param heap maximum heap size in bytes
 * @param offHeap maximum size of arrays outside the heap in bytes
 * @param total memory of the machine or the container in bytes
 * @param free unused memory in bytes
 */
record MemoryCheck(long heap, long offHeap, long total, long free) implements Check {
  private static final long LEAST_FREE = 512L << 20;

  /** Returns a check of this process. */
  static MemoryCheck here() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new MemoryCheck(
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        system.getTotalMemorySize(),
        Pointer.availablePhysicalBytes());
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public CheckResult run() {
    String detail =
        Text.format(
            "heap %s, arrays %s, machine %s of which %s free",
            gib(heap), gib(offHeap), gib(total), gib(free));
    if (heap + offHeap > total) {
      return CheckResult.failed(
          name(),
          detail,
          "lower --driver-memory or spark.executor.memory, or"
              + " -Dorg.bytedeco.javacpp.maxbytes, until their sum fits");
    }
    if (free < LEAST_FREE) {
      return CheckResult.failed(
          name(), detail, "stop other programs: less than " + gib(LEAST_FREE) + " is free");
    }
    return CheckResult.passed(name(), detail);
  }

  static String gib(long bytes) {
    return Text.format("%.1f GiB", bytes / (double) (1L << 30));
  }
}
