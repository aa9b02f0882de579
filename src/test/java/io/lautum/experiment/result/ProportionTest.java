package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** The formula, evaluated in Python. */
  @ParameterizedTest
  @CsvSource({
    "95, 200, 0.406916, 0.544026",
    "0, 10, 0, 0.277533",
    "10, 10, 0.722467, 1",
    "1, 2, 0.094531, 0.905469"
  })
  void intervalIsWilsons(long hits, long images, double low, double high) {
    Proportion share = Proportion.of(hits, images);
    assertThat(share.value()).isEqualTo((double) hits / images);
    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  /** Wilson's formula for 200·4/9 and 2·1/3 images, evaluated in Python. */
  @ParameterizedTest
  @CsvSource({"95, 200, 5, 0.374391, 0.577681", "1, 2, 2, 0.038449, 0.961551"})
  void heldOutImagesCountLess(long hits, long images, int parts, double low, double high) {
    Proportion share = Proportion.ofHeldOut(hits, images, parts);
    assertThat(share.value()).isEqualTo((double) hits / images);
    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  /** The interval ends where the share differs from the observed one by z standard errors. */
  @Test
  void endsSolveTheScoreEquation() {
    Proportion share = Proportion.of(37, 90);
    for (double end : new double[] {share.low(), share.high()}) {
      double errors = Math.abs(share.value() - end) / Math.sqrt(end * (1 - end) / 90);
      assertThat(errors).isCloseTo(1.959964, within(1e-5));
    }
  }
}
