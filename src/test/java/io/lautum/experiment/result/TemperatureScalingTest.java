package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  /**
   * Of ten images with p = 0.99 for the first of two classes, eight are of it: the best p' is 0.8,
   * so β ln(0.99/0.01) = ln(0.8/0.2).
   */
  @Test
  void confidenceBecomesTheShareOfRightAnswers() {
    float[][] probabilities = new float[10][];
    int[] labels = new int[10];
    for (int i = 0; i < 10; i++) {
      probabilities[i] = new float[] {0.99f, 0.01f};
      labels[i] = i < 8 ? 0 : 1;
    }
    TemperatureScaling scaling = TemperatureScaling.fit(probabilities, labels);
    assertThat(scaling.inverse()).isCloseTo(Math.log(4) / Math.log(99), within(1e-6));
    assertThat(scaling.of(probabilities[0])[0]).isCloseTo(0.8, within(1e-6));
    assertThat(scaling.loss(probabilities[0], 1)).isCloseTo(-Math.log(0.2), within(1e-6));
  }

  /**
   * One image with p = 0.5 for both classes says nothing, so β stays 1; ten right answers with p =
   * 0.9 increase it to the zero of 10 (p' ln 9 − ln 9) + β − 1 with p' = 9^β / (9^β + 1).
   */
  @Test
  void fewRightAnswersDoNotMakeProbabilitiesCertain() {
    assertThat(
            TemperatureScaling.mostProbable(new float[][] {{0.5f, 0.5f}}, new int[] {0}).inverse())
        .isCloseTo(1, within(1e-9));
    float[][] probabilities = new float[10][];
    Arrays.fill(probabilities, new float[] {0.9f, 0.1f});
    double inverse = TemperatureScaling.mostProbable(probabilities, new int[10]).inverse();
    double right = Math.pow(9, inverse) / (Math.pow(9, inverse) + 1);
    assertThat(10 * Math.log(9) * (right - 1) + inverse - 1).isCloseTo(0, within(1e-5));
    assertThat(inverse).isBetween(1.2, 2.0);
    assertThat(TemperatureScaling.fit(probabilities, new int[10]).inverse())
        .isCloseTo(100, within(1e-9));
  }

  /** Labels drawn from p^(1/2), normalised, have the temperature 2. */
  @Test
  void temperatureOfDrawnLabelsIsFound() {
    SplittableRandom random = new SplittableRandom(1);
    int images = 20000;
    float[][] probabilities = new float[images][3];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      double sum = 0;
      double[] raw = new double[3];
      for (int k = 0; k < 3; k++) {
        raw[k] = Math.exp(4 * random.nextDouble());
        sum += raw[k];
      }
      double roots = 0;
      for (int k = 0; k < 3; k++) {
        probabilities[i][k] = (float) (raw[k] / sum);
        roots += Math.sqrt(raw[k]);
      }
      double left = random.nextDouble() * roots;
      while (labels[i] < 2 && left > Math.sqrt(raw[labels[i]])) {
        left -= Math.sqrt(raw[labels[i]]);
        labels[i]++;
      }
    }
    assertThat(TemperatureScaling.fit(probabilities, labels).inverse())
        .isCloseTo(0.5, within(0.03));
  }

  @Test
  void extremesStayFiniteAndSumToOne() {
    float[][] probabilities = {{1, 0, 0}, {0, 1, 0}};
    for (int[] labels : new int[][] {{0, 1}, {2, 2}}) {
      TemperatureScaling scaling = TemperatureScaling.fit(probabilities, labels);
      double[] scaled = scaling.of(probabilities[0]);
      assertThat(scaled[0] + scaled[1] + scaled[2]).isCloseTo(1, within(1e-12));
      assertThat(scaling.loss(probabilities[0], labels[0])).isFinite().isNotNegative();
    }
  }
}
