package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsistencyLossTest {
  private static final int N = 2;
  private static final int CLASSES = 3;

  @Test
  void isTheWeightedMeanOfSquaredDifferences() {
    ConsistencyLoss loss = new ConsistencyLoss();
    assertThat(loss.measure()).isNaN();
    double[] outputs = {0.5, 0.5, 0, 1, 0, 0, 0.2, 0.3, 0.5, 0, 0, 1};
    double[] beside = {0.5, 0.5, 0, 7, 0, 1, 0, 3, 0.2, 0.3, 0.5, 0, 1, 0, 0, 0.5};
    loss.gradient(outputs, beside, N);
    assertThat(loss.score()).isCloseTo((3 * 2 + 0.5 * 2) / 12, within(1e-12));
    assertThat(loss.measure()).isCloseTo(4.0 / 12, within(1e-12));
  }

  @Test
  void gradientIsTheDerivativeOfTheScore() {
    Random random = new Random(1);
    double[] outputs = random.doubles(2L * N * CLASSES).toArray();
    double[] beside = random.doubles(2L * N * (CLASSES + 1)).toArray();
    ConsistencyLoss loss = new ConsistencyLoss();
    double[] gradient = loss.gradient(outputs, beside, N).clone();
    double step = 1e-6;
    for (int i = 0; i < outputs.length; i++) {
      double[] up = outputs.clone();
      double[] down = outputs.clone();
      up[i] += step;
      down[i] -= step;
      double derivative =
          (loss.scoreWith(up, beside, N) - loss.scoreWith(down, beside, N)) / (2 * step);
      assertThat(gradient[i]).isCloseTo(derivative, within(1e-9));
    }
  }
}
