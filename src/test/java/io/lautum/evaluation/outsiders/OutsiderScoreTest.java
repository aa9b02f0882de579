package io.lautum.evaluation.outsiders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutsiderScoreTest {
  @Test
  void scoresAreLogSumExpAndMaximum() {
    float[] logits = {1, -2, 0.5f};
    assertThat(OutsiderScore.ENERGY.of(logits))
        .isCloseTo(Math.log(Math.exp(1) + Math.exp(-2) + Math.exp(0.5)), within(1e-12));
    assertThat(OutsiderScore.MAX_LOGIT.of(logits)).isEqualTo(1);
  }

  /** Of K equal logits l, the energy is l + ln K; exp(1000) is not finite. */
  @Test
  void largeLogitsDoNotOverflow() {
    for (float logit : new float[] {1000, -1000}) {
      float[] equal = {logit, logit, logit, logit};
      assertThat(OutsiderScore.ENERGY.of(equal)).isCloseTo(logit + Math.log(4), within(1e-12));
      assertThat(OutsiderScore.MAX_LOGIT.of(equal)).isEqualTo(logit);
    }
  }
}
