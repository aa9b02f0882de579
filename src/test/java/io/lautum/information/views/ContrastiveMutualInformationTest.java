package io.lautum.information.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastiveMutualInformationTest {
  private static final int N = 7;
  private static final int D = 5;
  private static final double TAU = 0.2;
  private static final ContrastiveMutualInformation INFORMATION =
      new ContrastiveMutualInformation(TAU);

  private final double[] first = Rows.random(N * D, 1);
  private final double[] second = Rows.near(first, 0.7, 2);

  @Test
  void valueFollowsTheDefinition() {
    double[] rows = Arrays.copyOf(first, 2 * first.length);
    System.arraycopy(second, 0, rows, first.length, second.length);
    double crossEntropy = 0;
    for (int i = 0; i < 2 * N; i++) {
      double sum = 0;
      for (int j = 0; j < 2 * N; j++) {
        sum += i == j ? 0 : Math.exp(Rows.cosine(rows, i, rows, j, D) / TAU);
      }
      crossEntropy += Math.log(sum) - Rows.cosine(rows, i, rows, (i + N) % (2 * N), D) / TAU;
    }
    assertThat(INFORMATION.evaluate(first, second, N).value())
        .isCloseTo(Math.log(2 * N - 1) - crossEntropy / (2 * N), within(1e-12));
  }

  @Test
  void gradientIsDerivative() {
    ViewEstimate estimate = INFORMATION.evaluate(first, second, N);
    assertThat(estimate.first())
        .containsExactly(
            CentralDifferences.gradient(
                first, 1e-5, moved -> INFORMATION.evaluate(moved, second, N).value()),
            within(1e-8));
    assertThat(estimate.second())
        .containsExactly(
            CentralDifferences.gradient(
                second, 1e-5, moved -> INFORMATION.evaluate(first, moved, N).value()),
            within(1e-8));
  }

  @Test
  void doesNotDependOnLengthsNorOnTheOrderOfViews() {
    double value = INFORMATION.evaluate(first, second, N).value();
    double[] longer = Arrays.stream(first).map(x -> 3 * x).toArray();
    assertThat(INFORMATION.evaluate(longer, second, N).value()).isCloseTo(value, within(1e-12));
    assertThat(INFORMATION.evaluate(second, first, N).value()).isCloseTo(value, within(1e-12));
  }

  /** Ten classes that share no direction tell n images apart up to their class. */
  @Test
  void classesApartApproachTheLogarithmOfTheirNumber() {
    double[] classes = Rows.oneHot(200, 10);
    double value = new ContrastiveMutualInformation(0.01).evaluate(classes, classes, 200).value();
    // Each view has 39 equal ones, one of which is its partner, among 399.
    assertThat(value).isCloseTo(Math.log(399.0 / 39), within(1e-9));
  }

  @Test
  void equalViewsOfAllImagesHaveNoInformation() {
    double[] same = new double[N * D];
    Arrays.fill(same, 0.4);
    ViewEstimate estimate = INFORMATION.evaluate(same, same, N);
    assertThat(estimate.value()).isCloseTo(0, within(1e-12));
    assertThat(estimate.first()).containsExactly(new double[N * D], within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-200, 1e150})
  void isFiniteForRowsOfAnyLength(double scale) {
    double[] scaled = Arrays.stream(first).map(x -> scale * x).toArray();
    ViewEstimate estimate = INFORMATION.evaluate(scaled, second, N);
    assertThat(estimate.value()).isFinite();
    assertThat(Arrays.stream(estimate.first()).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void rejectsOutputsThatAreNotFinite() {
    first[3] = Double.NaN;
    assertThatThrownBy(() -> INFORMATION.evaluate(first, second, N))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new ContrastiveMutualInformation(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
