package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictiveInformationTest {
  @Test
  void certainBalancedPredictionsHaveLogarithmOfNumberOfClasses() {
    assertThat(of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}))
        .isCloseTo(Math.log(3), within(1e-12));
  }

  @Test
  void identicalPredictionsHaveNoInformation() {
    assertThat(of(new float[][] {{0.7f, 0.2f, 0.1f}, {0.7f, 0.2f, 0.1f}}))
        .isCloseTo(0, within(1e-7));
    assertThat(of(new float[][] {{1, 0, 0}, {1, 0, 0}})).isZero();
  }

  /** Compares with the mean Kullback–Leibler divergence from the mean prediction. */
  @Test
  void equalsMeanDivergenceFromMeanPrediction() {
    SplittableRandom random = new SplittableRandom(1);
    float[][] rows = new float[20][4];
    double[] mean = new double[4];
    for (float[] row : rows) {
      float sum = 0;
      for (int k = 0; k < 4; k++) {
        row[k] = (float) random.nextDouble();
        sum += row[k];
      }
      for (int k = 0; k < 4; k++) {
        row[k] /= sum;
        mean[k] += row[k] / 20;
      }
    }
    double divergence = 0;
    for (float[] row : rows) {
      for (int k = 0; k < 4; k++) {
        divergence += row[k] * Math.log(row[k] / mean[k]) / 20;
      }
    }
    assertThat(of(rows)).isPositive().isCloseTo(divergence, within(1e-7));
  }

  private static double of(float[][] rows) {
    PredictiveInformation information = new PredictiveInformation(rows[0].length);
    for (float[] row : rows) {
      information.add(row);
    }
    return information.value();
  }
}
