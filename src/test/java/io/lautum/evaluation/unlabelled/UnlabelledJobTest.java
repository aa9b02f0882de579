package io.lautum.evaluation.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnlabelledJobTest {
  @ParameterizedTest
  @CsvSource({
    "40, 10000, 400",
    "40, 210, 52",
    "40, 100, 40",
    "500, 1000000, 2000",
    "3000, 1000000, 3000"
  })
  void candidatesAreFewOfTheImages(int wanted, long images, int candidates) {
    assertThat(UnlabelledJob.candidates(wanted, images)).isEqualTo(candidates);
  }
}
