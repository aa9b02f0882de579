package io.lautum.information.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContrastiveLautumInformationTest {
  private static final int N = 7;
  private static final int D = 5;
  private static final double TAU = 0.2;
  private static final double EPSILON = 0.01;
  private static final ContrastiveLautumInformation INFORMATION =
      new ContrastiveLautumInformation(TAU, EPSILON);

  private final double[] first = Rows.random(N * D, 1);
  private final double[] second = Rows.near(first, 0.7, 2);

  @Test
  void valueFollowsTheDefinition() {
    double z = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        z += i == j ? 0 : Math.exp(similarity(i, j)) / (N * (N - 1));
      }
    }
    double apart = 0;
    double together = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double t = -Math.log(EPSILON + (1 - EPSILON) * Math.exp(similarity(i, j)) / z);
        if (i == j) {
          together += Math.exp(t) / N;
        } else {
          apart += t / (N * (N - 1));
        }
      }
    }
    ContrastiveLautumInformation.Similarities found = INFORMATION.similarities(first, second, N);
    assertThat(found.meanExponential()).isCloseTo(z, within(1e-12 * z));
    assertThat(found.evaluate(z).value()).isCloseTo(apart - Math.log(together), within(1e-12));
  }

  private double similarity(int i, int j) {
    return Rows.cosine(first, i, second, j, D) / TAU;
  }

  /** Z is a constant of the gradient. */
  @Test
  void gradientIsDerivativeForConstantMean() {
    double z = 12;
    ViewEstimate estimate = INFORMATION.similarities(first, second, N).evaluate(z);
    assertThat(estimate.first())
        .containsExactly(
            CentralDifferences.gradient(first, 1e-5, moved -> value(moved, second, z)),
            within(1e-8));
    assertThat(estimate.second())
        .containsExactly(
            CentralDifferences.gradient(second, 1e-5, moved -> value(first, moved, z)),
            within(1e-8));
  }

  private static double value(double[] first, double[] second, double z) {
    return INFORMATION.similarities(first, second, first.length / D).evaluate(z).value();
  }

  /** Without the floor, two opposite points would be the best projections of all images. */
  @Test
  void twoOppositePointsScoreBelowTenClasses() {
    assertThat(ofClasses(Rows.antipodal(128), 128)).isCloseTo(2.67, within(0.005));
    assertThat(ofClasses(Rows.oneHot(128, 10), 128)).isCloseTo(4.41, within(0.005));
  }

  private static double ofClasses(double[] rows, int n) {
    ContrastiveLautumInformation.Similarities similarities =
        INFORMATION.similarities(rows, rows, n);
    return similarities.evaluate(similarities.meanExponential()).value();
  }

  @Test
  void equalViewsOfAllImagesHaveNoInformation() {
    double[] same = new double[N * 2];
    Arrays.fill(same, 0.4);
    assertThat(ofClasses(same, N)).isCloseTo(0, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.01", "-1, 0.01", "NaN, 0.01", "0.2, 0", "0.2, 1", "0.2, NaN"})
  void rejectsParametersOutOfRange(double temperature, double floor) {
    assertThatThrownBy(() -> new ContrastiveLautumInformation(temperature, floor))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejectsOutputsThatAreNotFinite() {
    second[0] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> INFORMATION.similarities(first, second, N))
        .isInstanceOf(ArithmeticException.class);
  }
}
