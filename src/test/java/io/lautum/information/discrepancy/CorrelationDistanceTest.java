package io.lautum.information.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationDistanceTest {
  private static final int N = 6;
  private static final int D = 4;

  private final double[] first = random(1);
  private final double[] second = random(2);

  @Test
  void valueFollowsTheDefinition() {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      for (int k = 0; k < D; k++) {
        double difference = covariance(first, j, k) - covariance(second, j, k);
        sum += difference * difference;
      }
    }
    assertThat(new CorrelationDistance(first, second, N).value())
        .isCloseTo(sum / (4 * D * D), within(1e-12));
    assertThat(new CorrelationDistance(first, first, N).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void gradientIsDerivative() {
    CorrelationDistance distance = new CorrelationDistance(first, second, N);
    assertThat(distance.first())
        .containsExactly(
            CentralDifferences.gradient(
                first, 1e-5, moved -> new CorrelationDistance(moved, second, N).value()),
            within(1e-8));
    assertThat(distance.second())
        .containsExactly(
            CentralDifferences.gradient(
                second, 1e-5, moved -> new CorrelationDistance(first, moved, N).value()),
            within(1e-8));
  }

  @Test
  void rejectsFeaturesThatAreNotFinite() {
    second[3] = Double.NaN;
    assertThatThrownBy(() -> new CorrelationDistance(first, second, N))
        .isInstanceOf(ArithmeticException.class);
  }

  private static double covariance(double[] rows, int j, int k) {
    double meanJ = 0;
    double meanK = 0;
    for (int i = 0; i < N; i++) {
      meanJ += rows[i * D + j] / N;
      meanK += rows[i * D + k] / N;
    }
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += (rows[i * D + j] - meanJ) * (rows[i * D + k] - meanK);
    }
    return sum / (N - 1);
  }

  private static double[] random(long seed) {
    return new Random(seed).doubles(N * D, -1, 2).toArray();
  }
}
