package io.lautum.operations.progress;

import java.util.function.LongSupplier;

/** Progress with a clock of the test. */
public final class TrainingProgresses {
  private TrainingProgresses() {}

  /** Returns progress without a terminal. */
  public static TrainingProgress timed(String stage, long steps, LongSupplier seconds) {
    return new TrainingProgress(
        stage, steps, new ProgressBar(System.err, 0), () -> seconds.getAsLong() * 1_000_000_000L);
  }
}
