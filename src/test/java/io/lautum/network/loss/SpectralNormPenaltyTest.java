package io.lautum.network.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.spec.WeightMatrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralNormPenaltyTest {
  private static final double LAMBDA = 0.3;

  /** Two matrices, each after a gap as for biases. */
  private static final List<WeightMatrix> MATRICES =
      List.of(new WeightMatrix("first", 2, 6, 9), new WeightMatrix("second", 60, 5, 4));

  private static final int LENGTH = 80;

  @ParameterizedTest
  @CsvSource({"20, 25, 0.9", "50, 500, 0.9", "10, 500, 0.8", "160, 100, 0.9", "1, 7, 1", "7, 1, 1"})
  void valueAgreesWithTheDecompositionAfterTwentySteps(int rows, int columns, double decay) {
    WeightMatrix matrix = new WeightMatrix("layer", 0, rows, columns);
    float[] weights = Spectra.flat(Spectra.decaying(rows, columns, decay, 5));
    SpectralNormPenalty penalty = new SpectralNormPenalty(2, List.of(matrix));
    double first = converge(penalty, weights, 1);
    double sigma = Math.sqrt(converge(penalty, weights, 19));
    assertThat(sigma).isCloseTo(Spectra.norm(weights, matrix), within(0.01 * sigma));
    assertThat(first).isLessThanOrEqualTo(sigma * sigma + 1e-9);
  }

  /**
   * Power iteration from a random vector has an error of one to four percent after twenty steps.
   */
  @Test
  void closeSingularValuesAreDistinguishedAfterTwentySteps() {
    WeightMatrix matrix = new WeightMatrix("layer", 0, 200, 300);
    float[] weights = Spectra.flat(Spectra.decaying(200, 300, 0.97, 6));
    double sigma = Math.sqrt(converge(new SpectralNormPenalty(2, List.of(matrix)), weights, 20));
    assertThat(sigma).isCloseTo(3, within(0.01 * 3));
  }

  @Test
  void valueIsTheSumOverLayers() {
    float[] weights = weights(1);
    double sum = MATRICES.stream().mapToDouble(m -> Math.pow(Spectra.norm(weights, m), 2)).sum();
    assertThat(converge(new SpectralNormPenalty(LAMBDA, MATRICES), weights, 300))
        .isCloseTo(LAMBDA / 2 * sum, within(1e-9));
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    float[] weights = weights(2);
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    converge(penalty, weights, 300);
    float[] gradient = new float[LENGTH];
    Arrays.fill(gradient, 10);
    penalty.add(weights, gradient);
    for (WeightMatrix matrix : MATRICES) {
      for (int i = matrix.offset(); i < matrix.end(); i++) {
        double difference = differenceQuotient(weights, matrix, i);
        assertThat(gradient[i] - 10.0).isCloseTo(LAMBDA / 2 * difference, within(2e-4));
      }
    }
    assertThat(new float[] {gradient[0], gradient[1], gradient[56], gradient[59]})
        .as("weights of no matrix")
        .containsOnly(10);
  }

  /**
   * Returns the quotient of the squared norm and one weight, for the step after rounding to single
   * precision.
   */
  private static double differenceQuotient(float[] weights, WeightMatrix matrix, int at) {
    float[] up = weights.clone();
    float[] down = weights.clone();
    up[at] += 0.01f;
    down[at] -= 0.01f;
    double difference =
        Math.pow(Spectra.norm(up, matrix), 2) - Math.pow(Spectra.norm(down, matrix), 2);
    return difference / ((double) up[at] - down[at]);
  }

  @Test
  void descentOnThePenaltyShrinksTheNorm() {
    float[] weights = weights(3);
    SpectralNormPenalty penalty = new SpectralNormPenalty(1, MATRICES);
    for (int step = 0; step < 200; step++) {
      float[] gradient = new float[LENGTH];
      penalty.add(weights, gradient);
      for (int i = 0; i < LENGTH; i++) {
        weights[i] -= 0.05f * gradient[i];
      }
    }
    for (WeightMatrix matrix : MATRICES) {
      assertThat(Spectra.norm(weights, matrix)).isLessThan(1.5);
    }
  }

  @Test
  void restoredPenaltyContinuesBitForBit() {
    float[] weights = weights(4);
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    converge(penalty, weights, 3);
    double[] state = vectors(penalty);
    SpectralNormPenalty other = new SpectralNormPenalty(LAMBDA, MATRICES);
    other.restore(state(state));
    assertThat(vectors(other)).isEqualTo(state);
    float[] gradient = new float[LENGTH];
    float[] otherGradient = new float[LENGTH];
    assertThat(other.add(weights, otherGradient)).isEqualTo(penalty.add(weights, gradient));
    assertThat(otherGradient).isEqualTo(gradient);
  }

  @Test
  void emptyStateGivesAllWorkersTheSameStart() {
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    double[] fresh = vectors(new SpectralNormPenalty(LAMBDA, MATRICES));
    converge(penalty, weights(4), 3);
    assertThat(vectors(penalty)).isNotEqualTo(fresh);
    penalty.restore(State.EMPTY);
    assertThat(vectors(penalty)).isEqualTo(fresh);
  }

  @Test
  void meanOfWorkersIsAValidStart() {
    SpectralNormPenalty one = new SpectralNormPenalty(LAMBDA, MATRICES);
    SpectralNormPenalty other = new SpectralNormPenalty(LAMBDA, MATRICES);
    float[] weights = weights(5);
    float[] otherWeights = weights.clone();
    for (int i = 0; i < LENGTH; i++) {
      otherWeights[i] *= i % 3 == 0 ? 1.2f : 1;
    }
    double value = converge(one, weights, 50);
    converge(other, otherWeights, 50);
    double[] mean = vectors(one);
    double[] second = vectors(other);
    Arrays.setAll(mean, i -> (mean[i] + second[i]) / 2);
    SpectralNormPenalty restored = new SpectralNormPenalty(LAMBDA, MATRICES);
    restored.restore(state(mean));
    assertThat(squareNorm(mean, 0, 9)).isLessThan(0.9999);
    assertThat(restored.add(weights, new float[LENGTH])).isCloseTo(value, within(0.01 * value));
    double[] state = vectors(restored);
    assertThat(squareNorm(state, 0, 9)).isCloseTo(1, within(1e-12));
    assertThat(squareNorm(state, 9, 13)).isCloseTo(1, within(1e-12));
  }

  @Test
  void zeroDirectionsStartAgain() {
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    double[] fresh = vectors(penalty);
    penalty.restore(state(new double[fresh.length]));
    assertThat(vectors(penalty)).isEqualTo(fresh);
    assertThat(penalty.add(weights(6), new float[LENGTH]))
        .isPositive()
        .isEqualTo(new SpectralNormPenalty(LAMBDA, MATRICES).add(weights(6), new float[LENGTH]));
  }

  @Test
  void zeroMatrixHasZeroPenalty() {
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    double[] fresh = vectors(penalty);
    float[] gradient = new float[LENGTH];
    assertThat(penalty.add(new float[LENGTH], gradient)).isZero();
    assertThat(gradient).containsOnly(0);
    assertThat(vectors(penalty)).isEqualTo(fresh);
    assertThat(converge(penalty, weights(6), 50)).isPositive();
  }

  @Test
  void stateOfOtherMatricesIsRejected() {
    SpectralNormPenalty penalty = new SpectralNormPenalty(LAMBDA, MATRICES);
    assertThatThrownBy(() -> penalty.restore(state(new double[12])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state must have [13] entries, got [12]");
  }

  private static float[] weights(long seed) {
    float[] weights = new float[LENGTH];
    Arrays.fill(weights, 99);
    for (WeightMatrix matrix : MATRICES) {
      float[] entries = Spectra.flat(Spectra.decaying(matrix.rows(), matrix.columns(), 0.8, seed));
      System.arraycopy(entries, 0, weights, matrix.offset(), entries.length);
    }
    return weights;
  }

  private static double converge(SpectralNormPenalty penalty, float[] weights, int steps) {
    double value = 0;
    for (int i = 0; i < steps; i++) {
      value = penalty.add(weights, new float[weights.length]);
    }
    return value;
  }

  private static double squareNorm(double[] state, int from, int to) {
    return Arrays.stream(state, from, to).map(x -> x * x).sum();
  }

  private static double[] vectors(SpectralNormPenalty penalty) {
    return penalty.state().averaged().get("singular-vectors");
  }

  private static State state(double[] vectors) {
    return State.averaged("singular-vectors", vectors);
  }
}
