package io.lautum.bench;

import io.lautum.training.finetune.StepListener;
import java.io.IOException;
import java.util.Map;

/** Measures the steps of a fine-tuning from the end of its warm-up to the last step. */
final class StepClock implements StepListener {
  private final int warmUp;
  private final int steps;
  private final int batchSize;
  private final Stopwatch watch = new Stopwatch();

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
      watch.start();
    } else if (step > warmUp) {
      watch.lap();
      crossEntropySum += crossEntropy;
    }
  }

  /** Returns the measurement of all steps. */
  Measurement measurement() throws IOException {
    double seconds = watch.wallSeconds();
    return new Measurement(
        1e3 * seconds / steps,
        1e3 * watch.cpuSeconds() / steps,
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
