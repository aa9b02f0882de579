package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

public class LinearDecayTest {
  @Test
  void fallsInEqualStepsToZeroAndStaysThere() {
    LinearDecay decay = new LinearDecay(0.8, 4);
    double[] expected = {0.8, 0.6, 0.4, 0.2, 0, 0, 0};
    for (int iteration = 0; iteration < expected.length; iteration++) {
      assertThat(decay.valueAt(iteration, 0)).isCloseTo(expected[iteration], within(1e-15));
    }
  }

  @Test
  void knowsNoEpochs() {
    LinearDecay decay = new LinearDecay(0.8, 4);
    assertThat(decay.valueAt(1, 7)).isEqualTo(decay.valueAt(1, 0));
  }

  @Test
  void isTheLearningRateOfTheUpdater() {
    IUpdater updater = Updaters.linearDecay(0.8, 4);
    assertThat(updater).isInstanceOf(Adam.class);
    assertThat(updater.getLearningRate(3, 0)).isCloseTo(0.2, within(1e-15));
    assertThat(Updaters.constant(0.8).getLearningRate(3, 0)).isEqualTo(0.8);
  }

  @Test
  void copiesAreEqual() {
    LinearDecay decay = new LinearDecay(0.8, 4);
    assertThat(decay.clone()).isEqualTo(decay);
    assertThat(Updaters.linearDecay(0.8, 4).clone()).isEqualTo(Updaters.linearDecay(0.8, 4));
  }
}
