package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmoothedGradientTest {
  private static final float[] START = {0.2f, 0.6f, 1.1f};

  /** f(x) = c + g'x. */
  private record Linear(double constant, double... slope) implements Objective {
    @Override
    public double value(float[] weights) {
      double value = constant;
      for (int i = 0; i < slope.length; i++) {
        value += slope[i] * weights[i];
      }
      return value;
    }

    @Override
    public double gradient(float[] weights, float[] gradient) {
      for (int i = 0; i < slope.length; i++) {
        gradient[i] = (float) slope[i];
      }
      return value(weights);
    }
  }

  private static double[] estimate(
      SmoothedGradient gradient, Objective objective, double tau, long seed, int draws) {
    double[] estimate = {Double.NaN, Double.NaN, Double.NaN};
    gradient.estimate(START, objective, tau, seed, 0, draws, estimate);
    return estimate;
  }

  @ParameterizedTest
  @EnumSource
  void estimateOnQuadraticIsGradient(SmoothedGradient gradient) {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    int draws = 200_000;
    double[] estimate = new double[3];
    double value = gradient.estimate(START, f, 0.3, 1, 0, draws, estimate);

    SimpleMatrix exact = f.hessian.mult(Quadratic.column(START).minus(f.minimum));
    // Both errors have a variance per draw of at most 2‖∇f‖² + τ‖A‖².
    double error = 4 * Math.sqrt((2 * exact.dot(exact) + 0.3 * 5) / draws);
    for (int i = 0; i < 3; i++) {
      assertThat(estimate[i]).isCloseTo(exact.get(i), within(error));
    }
    assertThat(value).isCloseTo(f.heat(START, 0.3), within(0.02));
  }

  @Test
  void backPropagatedEstimateIsExactForLinearLoss() {
    assertThat(estimate(SmoothedGradient.BACK_PROPAGATED, new Linear(1e4, 3, -1, 0.5), 0.3, 1, 3))
        .containsExactly(new double[] {3, -1, 0.5}, within(1e-12));
  }

  /** The estimate depends only on ξξ'g, which has mean g: neither c nor f itself affects it. */
  @Test
  void zerothOrderEstimateOfLinearLossIsGradientAlongDraws() {
    double tau = 0.25;
    double[] slope = {3, -1, 0.5};
    double[] expected = new double[3];
    float[] displacement = new float[3];
    for (int k = 0; k < 4; k++) {
      new GaussianSamples(tau, 6).displacement(k, displacement);
      double along =
          (slope[0] * displacement[0] + slope[1] * displacement[1] + slope[2] * displacement[2])
              / tau;
      for (int i = 0; i < 3; i++) {
        expected[i] += along * displacement[i] / 4;
      }
    }
    assertThat(estimate(SmoothedGradient.ZEROTH_ORDER, new Linear(0, slope), tau, 6, 4))
        .containsExactly(expected, within(1e-5));
    assertThat(estimate(SmoothedGradient.ZEROTH_ORDER, new Linear(100, slope), tau, 6, 4))
        .containsExactly(expected, within(1e-5));
  }

  @Test
  void zerothOrderEstimateIsZeroForEvenLoss() {
    Objective even = new Quadratic(SimpleMatrix.identity(3), Quadratic.column(START), 1e4);

    assertThat(estimate(SmoothedGradient.ZEROTH_ORDER, even, 0.25, 6, 2))
        .containsExactly(new double[3], within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void estimateInDoubleWellEqualsQuadrature(SmoothedGradient gradient) {
    double[] estimate = new double[1];
    double value =
        gradient.estimate(new float[] {0.4f}, new DoubleWell(), 0.1, 2, 0, 200_000, estimate);

    assertThat(estimate[0])
        .isCloseTo(DoubleWell.expectation(0.4, 0.1, DoubleWell::derivative), within(0.04));
    assertThat(value).isCloseTo(DoubleWell.heat(0.4, 0.1), within(0.02));
  }
}
