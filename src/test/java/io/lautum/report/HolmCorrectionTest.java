package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmCorrectionTest {
  /** 4 · 0.005, 3 · 0.01, 2 · 0.03, 1 · 0.04; the last one is raised to the one before it. */
  @Test
  void correctsByHand() {
    assertThat(HolmCorrection.of(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void oneTestStaysAsItIs() {
    assertThat(HolmCorrection.of(new double[] {0.3})).containsExactly(0.3);
    assertThat(HolmCorrection.of(new double[0])).isEmpty();
  }

  @Test
  void isAtMostOne() {
    assertThat(HolmCorrection.of(new double[] {0.6, 0.9, 0.7})).containsExactly(1, 1, 1);
  }
}
