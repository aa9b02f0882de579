package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 59, 9000, false", // The first minute predicts nothing.
    "1000, 60, 1500, false",
    "1000, 60, 1501, true",
    "1000, 900, NaN, false",
    "1000, 1600, NaN, true",
    "1000, 1500, 1500, false",
    "Infinity, 9000, 90000, false",
    "0, 60, 1, true"
  })
  void workEndsIfItNeedsHalfAsMuchTimeAgain(
      double limit, double elapsed, double expected, boolean missed) {
    assertThat(new TimeLimit(limit).isMissed(elapsed, expected)).isEqualTo(missed);
  }

  @Test
  void onlyTimeSoFarCountsIfATrainingMayEndEarly() {
    TimeLimit limit = new TimeLimit(100).withoutPrediction();
    assertThat(limit.isMissed(90, 10_000)).isFalse();
    assertThat(limit.isMissed(151, 152)).isTrue();
  }
}
