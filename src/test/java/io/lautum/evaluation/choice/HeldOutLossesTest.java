package io.lautum.evaluation.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeldOutLossesTest {
  /** Of 40 answers 30 are right, so the temperature makes every confidence 0.75. */
  @Test
  void lossDoesNotDependOnTheConfidence() {
    double expected = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    for (float confidence : new float[] {0.6f, 0.9f, 0.999f}) {
      HeldOutLosses losses = HeldOutLosses.of(Heated.of(1, 30, confidence, 1).validation());
      assertThat(losses.mean()).isCloseTo(expected, within(1e-5));
      assertThat(losses.losses()[0]).isCloseTo(-Math.log(0.75), within(1e-5));
      assertThat(losses.losses()[39]).isCloseTo(-Math.log(0.25), within(1e-5));
    }
  }
}
