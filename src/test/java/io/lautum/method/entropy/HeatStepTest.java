package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HeatStepTest {
  private static final float[] START = {0.2f, 0.6f, 1.1f};
  private static final double TAU = 0.5;

  private static HeatStep step(double tau, int iterations, int samples, SmoothedGradient gradient) {
    return new HeatStep(tau, iterations, samples, gradient, 1, 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void stepOnQuadraticSolvesItsEquation(SmoothedGradient gradient) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    int iterations = 4000;
    int samples = 25;
    float[] result = step(TAU, iterations, samples, gradient).step(START, f, 8).weights();

    SimpleMatrix expected = f.step(START, TAU);
    // With aⱼ = 1/j the error is τ times the mean of all draws' errors, each with a variance of at
    // most 2‖∇f‖² + τ‖A‖² between x and x⁺.
    SimpleMatrix slope = f.hessian.mult(Quadratic.column(START).minus(f.minimum));
    double variance = 2 * slope.dot(slope) + TAU * 5;
    double error = 4 * TAU * Math.sqrt(variance / iterations / samples);
    for (int i = 0; i < START.length; i++) {
      assertThat((double) result[i]).isCloseTo(expected.get(i), within(error));
      assertThat(Math.abs(expected.get(i) - START[i])).isGreaterThan(5 * error);
    }
  }

  @Test
  void oneIterationIsStepAlongSmoothedGradient() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    double[] gradient = new double[3];
    SmoothedGradient.ZEROTH_ORDER.estimate(START, f, TAU, 8, 0, 5, gradient);

    float[] result =
        new HeatStep(TAU, 1, 5, SmoothedGradient.ZEROTH_ORDER, 0.5, 1, 3)
            .step(START, f, 8)
            .weights();

    for (int i = 0; i < 3; i++) {
      assertThat((double) result[i])
          .isCloseTo(START[i] - 3 * 0.5 * TAU * gradient[i], within(1e-6));
    }
  }

  @Test
  void everyIterationHasSeparateDraws() {
    // With a linear loss and gain and exponent 1, the step is the mean over all draws, for any
    // number of iterations.
    Objective linear =
        new Objective() {
          @Override
          public double value(float[] weights) {
            return 2 * weights[0] - weights[1];
          }

          @Override
          public double gradient(float[] weights, float[] gradient) {
            throw new UnsupportedOperationException();
          }
        };
    float[] once = step(TAU, 1, 12, SmoothedGradient.ZEROTH_ORDER).step(START, linear, 3).weights();
    float[] often = step(TAU, 4, 3, SmoothedGradient.ZEROTH_ORDER).step(START, linear, 3).weights();

    assertThat(often).containsExactly(once, within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"ZEROTH_ORDER, 61, 0", "BACK_PROPAGATED, 31, 30"})
  void costOfStepIsItsDraws(SmoothedGradient gradient, int forward, int backward) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL.plus(0);
    StepResult result = step(TAU, 5, 6, gradient).step(START, f, 1);

    assertThat(result.forwardPasses()).isEqualTo(forward).isEqualTo(f.forward);
    assertThat(step(TAU, 5, 6, gradient).forwardPasses()).isEqualTo(forward);
    assertThat(result.backwardPasses()).isEqualTo(backward).isEqualTo(f.backward);
    assertThat(result.value()).isEqualTo(f.value(START));
    assertThat(result.effectiveSampleSize()).isNaN();
  }

  @Test
  void reportsRegularisedLossBeforeStep() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    StepResult result = step(TAU, 2, 50_000, SmoothedGradient.ZEROTH_ORDER).step(START, f, 1);

    assertThat(result.regularizedValue()).isCloseTo(f.heat(START, TAU), within(0.02));
  }

  @ParameterizedTest
  @EnumSource
  void bitsDependOnlyOnSeed(SmoothedGradient gradient) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    HeatStep step = step(TAU, 3, 4, gradient);
    float[] first = step.step(START, f, 9).weights();

    assertThat(step.step(START, f, 9).weights()).isEqualTo(first);
    assertThat(step.step(START, f, 10).weights()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void stepsOnQuadraticLowerHeatLossToMinimum(SmoothedGradient gradient) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    Quadratic.assertDescent(
        x -> f.heat(x, TAU), (x, k) -> step(TAU, 100, 100, gradient).step(x, f, k));
  }

  @ParameterizedTest
  @EnumSource
  void stepsInDoubleWellSolveQuadratureEquationAndLowerHeatLoss(SmoothedGradient gradient) {
    double tau = 0.02;
    float[] x = {1.6f};
    for (int k = 0; k < 4; k++) {
      // The gain is below 1, because f' is steep: 1 + τf'' is up to 2.2 here.
      float[] next =
          new HeatStep(tau, 400, 100, gradient, 0.8, 1, 1).step(x, new DoubleWell(), k).weights();
      assertThat(DoubleWell.heatResidual(next[0], x[0], tau)).isCloseTo(0, within(0.01));
      assertThat(DoubleWell.heat(next[0], tau)).isLessThan(DoubleWell.heat(x[0], tau));
      x = next;
    }
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatStep(0.1, 1, 1, SmoothedGradient.ZEROTH_ORDER, 1, 0.5, 1))
        .withMessage("gainExponent must be above 0.5 and at most 1, got [0.5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatStep(0.1, 0, 1, SmoothedGradient.ZEROTH_ORDER, 1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatStep(0.1, 1, 1, SmoothedGradient.ZEROTH_ORDER, 1.5, 1, 1));
  }
}
