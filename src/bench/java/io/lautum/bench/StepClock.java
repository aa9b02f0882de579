package io.lautum.bench;

import com.sun.management.OperatingSystemMXBean;
import io.lautum.training.finetune.StepListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** Measures the steps of a fine-tuning from the end of its warm-up to the last step. */
final class StepClock implements StepListener {
  private final int warmUp;
  private final int steps;
  private final int batchSize;
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long startNanos;
  private long startCpuNanos;
  private long wallNanos;
  private long cpuNanos;
  private double crossEntropySum;

  /**
   * @param warmUp number of steps that are not measured, at least 1
   * @param steps number of measured steps
   * @param batchSize labelled images per step
   */
  StepClock(int warmUp, int steps, int batchSize) {
    this.warmUp = warmUp;
    this.steps = steps;
    this.batchSize = batchSize;
  }

  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    if (step == warmUp) {
      startCpuNanos = process.getProcessCpuTime();
      startNanos = System.nanoTime();
    } else if (step > warmUp) {
      wallNanos = System.nanoTime() - startNanos;
      cpuNanos = process.getProcessCpuTime() - startCpuNanos;
      crossEntropySum += crossEntropy;
    }
  }

  /** Returns the measurement of all steps. */
  Measurement measurement() throws IOException {
    double seconds = wallNanos / 1e9;
    return new Measurement(
        1e3 * seconds / steps,
        cpuNanos / 1e6 / steps,
        seconds,
        steps * batchSize / seconds,
        RoundClock.peakMebibytes(),
        crossEntropySum / steps,
        null,
        null,
        null,
        RoundClock.libraries());
  }
}
