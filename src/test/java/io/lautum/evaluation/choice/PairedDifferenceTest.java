package io.lautum.evaluation.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final double[] LOSSES = {1, 2, 4, 5};
  private static final double[] OTHERS = {1, 1, 1, 1};

  /** Differences 0, 1, 3, 4: mean 2, sample variance 10/3, squared error 10/12. */
  @Test
  void imagesAloneGiveTheStandardErrorOfTheMean() {
    PairedDifference difference = PairedDifference.of(LOSSES, OTHERS, new int[] {0, 1, 2, 3});
    assertThat(difference.mean()).isCloseTo(2, within(1e-12));
    assertThat(difference.standardError()).isCloseTo(Math.sqrt(10.0 / 12), within(1e-12));
    assertThat(difference.isUnclear()).isFalse();
  }

  /** Residuals −2, −1, 1, 2 in groups {0, 1} and {2, 3}: sums −3 and 3, 2 · 18 / 16. */
  @Test
  void imagesOfOneGroupCountAsDependent() {
    PairedDifference difference = PairedDifference.of(LOSSES, OTHERS, new int[] {7, 7, 9, 9});
    assertThat(difference.mean()).isCloseTo(2, within(1e-12));
    assertThat(difference.standardError()).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void equalLossesAreUnclear() {
    assertThat(PairedDifference.of(LOSSES, LOSSES, new int[] {0, 1, 2, 3}).isUnclear()).isTrue();
  }
}
