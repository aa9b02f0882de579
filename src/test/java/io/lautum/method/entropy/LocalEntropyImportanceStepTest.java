package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEntropyImportanceStepTest {
  private static final float[] START = {0.2f, 0.6f, 1.1f};
  private static final double TAU = 0.5;
  private static final int SAMPLES = 100_000;

  private static LocalEntropyImportanceStep step(double tau, int samples) {
    return new LocalEntropyImportanceStep(tau, samples, false, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepOnQuadraticIsMeanOfProductOfGaussians(boolean antithetic) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    StepResult result =
        new LocalEntropyImportanceStep(TAU, SAMPLES, antithetic, 1).step(START, f, 11);

    SimpleMatrix expected = f.step(START, TAU);
    SimpleMatrix covariance = f.covariance(TAU);
    for (int i = 0; i < START.length; i++) {
      double error = 4 * Math.sqrt(covariance.get(i, i) / result.effectiveSampleSize());
      assertThat((double) result.weights()[i]).isCloseTo(expected.get(i), within(error));
      assertThat(Math.abs(expected.get(i) - START[i])).isGreaterThan(10 * error);
    }
    assertThat(result.regularizedValue()).isCloseTo(f.localEntropy(START, TAU), within(0.01));
    assertThat(result.value()).isEqualTo(f.value(START));
    assertThat(result.effectiveSampleSize()).isBetween(SAMPLES / 10.0, SAMPLES * 0.9);
  }

  @Test
  void costOfStepIsItsSamplesAndInitialLoss() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL.plus(0);
    StepResult result = step(TAU, 20).step(START, f, 1);

    assertThat(result.forwardPasses()).isEqualTo(21).isEqualTo(f.forward);
    assertThat(step(TAU, 20).forwardPasses()).isEqualTo(21);
    assertThat(result.backwardPasses()).isZero().isEqualTo(f.backward);
  }

  @Test
  void constantInLossHasNoEffect() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    StepResult plain = step(TAU, 500).step(START, f, 5);
    StepResult shifted = step(TAU, 500).step(START, f.plus(1e4), 5);

    assertThat(shifted.weights()).containsExactly(plain.weights(), within(1e-6f));
    assertThat(shifted.regularizedValue()).isCloseTo(plain.regularizedValue() + 1e4, within(1e-8));
  }

  @Test
  void antitheticPairsCancelForConstantLoss() {
    Objective constant = new Quadratic(new SimpleMatrix(3, 3), new SimpleMatrix(3, 1), 4);

    assertThat(new LocalEntropyImportanceStep(TAU, 10, true, 1).step(START, constant, 1).weights())
        .isEqualTo(START);
    assertThat(new LocalEntropyImportanceStep(TAU, 10, false, 1).step(START, constant, 1).weights())
        .isNotEqualTo(START);
  }

  @Test
  void relaxationScalesStep() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    float[] whole = step(TAU, 100).step(START, f, 3).weights();
    float[] half = new LocalEntropyImportanceStep(TAU, 100, false, 0.5).step(START, f, 3).weights();

    for (int i = 0; i < START.length; i++) {
      assertThat(half[i]).isCloseTo((START[i] + whole[i]) / 2, within(1e-6f));
    }
  }

  @Test
  void bitsDependOnlyOnSeedAndStartIsUnchanged() {
    float[] start = START.clone();
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    float[] first = step(TAU, 50).step(start, f, 9).weights();

    assertThat(step(TAU, 50).step(start, f, 9).weights()).isEqualTo(first);
    assertThat(step(TAU, 50).step(start, f, 10).weights()).isNotEqualTo(first);
    assertThat(start).isEqualTo(START);
  }

  @Test
  void stepsOnQuadraticLowerLocalEntropyToMinimum() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    Quadratic.assertDescent(x -> f.localEntropy(x, TAU), (x, k) -> step(TAU, 20_000).step(x, f, k));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.5})
  void stepsInDoubleWellEqualQuadratureAndLowerLocalEntropy(double tau) {
    float[] x = {1.6f};
    for (int k = 0; k < 6; k++) {
      double expected = DoubleWell.localEntropyStep(x[0], tau);
      assertThat(DoubleWell.localEntropy(expected, tau))
          .isLessThan(DoubleWell.localEntropy(x[0], tau));
      StepResult result = step(tau, 50_000).step(x, new DoubleWell(), k);
      // The variance of q is below 0.5 for each of these τ.
      double error = 4 * Math.sqrt(Math.min(tau, 0.5) / result.effectiveSampleSize());
      assertThat((double) result.weights()[0]).isCloseTo(expected, within(error));
      assertThat(result.regularizedValue())
          .isCloseTo(DoubleWell.localEntropy(x[0], tau), within(0.05));
      x = new float[] {(float) expected};
    }
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalEntropyImportanceStep(0.1, 3, true, 1))
        .withMessage("samples must be even for antithetic pairs, got [3.0]");
    assertThatIllegalArgumentException().isThrownBy(() -> step(0.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> step(Double.NaN, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalEntropyImportanceStep(0.1, 2, true, 0));
  }
}
