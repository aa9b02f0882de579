package io.lautum.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The wall time and this process's CPU time between a start and the last lap. */
final class Stopwatch {
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long startNanos;
  private long startCpuNanos;
  private long wallNanos;
  private long cpuNanos;

  void start() {
    startCpuNanos = process.getProcessCpuTime();
    startNanos = System.nanoTime();
  }

  void lap() {
    wallNanos = System.nanoTime() - startNanos;
    cpuNanos = process.getProcessCpuTime() - startCpuNanos;
  }

  double wallSeconds() {
    return wallNanos / 1e9;
  }

  double cpuSeconds() {
    return cpuNanos / 1e9;
  }
}
