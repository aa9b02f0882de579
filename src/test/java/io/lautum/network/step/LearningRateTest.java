package io.lautum.network.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void linearDecayReachesZeroInEqualStepsAndStaysZero() {
    LearningRate decay = new LearningRate.LinearDecay(0.8, 4);
    double[] expected = {0.8, 0.6, 0.4, 0.2, 0, 0, 0};
    for (int step = 0; step < expected.length; step++) {
      assertThat(decay.at(step)).isCloseTo(expected[step], within(1e-15));
    }
  }

  @Test
  void cosineDecayFollowsHalfAPeriodAndStaysZero() {
    LearningRate decay = new LearningRate.CosineDecay(0.8, 4);
    double[] expected = {0.8, 0.4 * (1 + Math.sqrt(0.5)), 0.4, 0.4 * (1 - Math.sqrt(0.5)), 0, 0, 0};
    for (int step = 0; step < expected.length; step++) {
      assertThat(decay.at(step)).isCloseTo(expected[step], within(1e-15));
    }
  }

  @Test
  void constantRateDoesNotChange() {
    assertThat(new LearningRate.Constant(0.3).at(0)).isEqualTo(0.3);
    assertThat(new LearningRate.Constant(0.3).at(1000)).isEqualTo(0.3);
  }
}
