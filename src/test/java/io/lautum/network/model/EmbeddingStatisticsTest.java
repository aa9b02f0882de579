package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class EmbeddingStatisticsTest {
  /** Variances 4 and 0, so the mean variance is 2 and the shrunk variances are 3.8 and 0.2. */
  @Test
  void variancesShrinkTowardsTheirMean() {
    EmbeddingStatistics found =
        EmbeddingStatistics.of(new float[][] {{1, 7}, {3, 7}, {5, 7}}).orElseThrow();
    assertThat(found.count()).isEqualTo(3);
    assertThat(found.mean()).containsExactly(3, 7);
    assertThat(found.deviation())
        .containsExactly(new float[] {(float) Math.sqrt(3.8), (float) Math.sqrt(0.2)});
    double trace = 4 / 3.8;
    assertThat(found.trace()).isCloseTo(trace, within(1e-12));
    assertThat(found.squaredTrace()).isCloseTo(trace * trace, within(1e-12));
    // |y|² is a, 0, a with a = 4/3.8, whose variance is a²/3.
    assertThat(found.excess()).isCloseTo(trace * trace / 3 - 2 * trace * trace, within(1e-12));
  }

  @Test
  void tracesAreThoseOfTheCovariance() {
    int n = 40;
    int d = 7;
    Random random = new Random(5);
    float[][] rows = new float[n][d];
    for (float[] row : rows) {
      float common = (float) random.nextGaussian();
      for (int j = 0; j < d; j++) {
        row[j] = Math.max(0, common + (float) random.nextGaussian() * j);
      }
    }
    EmbeddingStatistics found = EmbeddingStatistics.of(rows).orElseThrow();
    SimpleMatrix y = new SimpleMatrix(n, d);
    SimpleMatrix mean = new SimpleMatrix(1, d);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        y.set(i, j, rows[i][j] / (double) found.deviation()[j]);
        mean.set(0, j, mean.get(0, j) + y.get(i, j) / n);
      }
    }
    SimpleMatrix covariance =
        y.transpose().mult(y).minus(mean.transpose().mult(mean).scale(n)).divide(n - 1.0);
    assertThat(found.trace()).isCloseTo(covariance.trace(), within(1e-5));
    assertThat(found.squaredTrace()).isCloseTo(covariance.mult(covariance).trace(), within(1e-4));
  }

  @Test
  void embeddingsWithoutVarianceHaveNoStatistics() {
    assertThat(EmbeddingStatistics.of(new float[][] {{1, 2}, {1, 2}})).isEmpty();
    assertThat(EmbeddingStatistics.of(new float[][] {{1, Float.NaN}, {1, 2}})).isEmpty();
    assertThat(EmbeddingStatistics.of(new float[][] {{1, Float.POSITIVE_INFINITY}, {1, 2}}))
        .isEmpty();
  }

  @Test
  void impossibleValuesAreRejected() {
    float[] one = {1};
    new EmbeddingStatistics(2, one, one, 1, 1, -2);
    assertThatThrownBy(() -> new EmbeddingStatistics(1, one, one, 1, 1, 0))
        .hasMessageContaining("count");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, new float[2], 1, 1, 0))
        .hasMessageContaining("per feature");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, new float[1], 1, 1, 0))
        .hasMessageContaining("positive deviations");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, one, 1, 1, -2.1))
        .hasMessageContaining("excess");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, one, 1, 1, 1e9))
        .hasMessageContaining("excess");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, one, 1, 1.1, 0))
        .hasMessageContaining("square of the trace");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, one, 1e-9, 1e-20, 0))
        .hasMessageContaining("a trace from 0.5");
    assertThatThrownBy(() -> new EmbeddingStatistics(2, one, one, Double.NaN, 1, 0))
        .hasMessageContaining("a trace from 0.5");
  }
}
