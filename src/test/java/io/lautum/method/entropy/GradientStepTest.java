package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class GradientStepTest {
  private static final float[] START = {0.2f, 0.6f, 1.1f};

  @Test
  void isGradientDescent() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL.plus(0);
    StepResult result = new GradientStep(0.3).step(START, f, 1);

    SimpleMatrix x = Quadratic.column(START);
    SimpleMatrix expected = x.minus(f.hessian.mult(x.minus(f.minimum)).scale(0.3));
    for (int i = 0; i < START.length; i++) {
      assertThat((double) result.weights()[i]).isCloseTo(expected.get(i), within(1e-6));
    }
    assertThat(result.forwardPasses()).isEqualTo(1).isEqualTo(f.forward);
    assertThat(result.backwardPasses()).isEqualTo(1).isEqualTo(f.backward);
    assertThat(result.value()).isEqualTo(result.regularizedValue()).isEqualTo(f.value(START));
  }

  /** The steps on both regularised losses differ from the gradient step by O(τ²). */
  @Test
  void equalsExactStepsToFirstOrder() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    double coarse = distance(f, 0.02);
    double fine = distance(f, 0.01);

    assertThat(coarse).isGreaterThan(1e-5);
    assertThat(coarse / fine).isBetween(3.8, 4.2);
  }

  private static double distance(Quadratic f, double tau) {
    float[] descent = new GradientStep(tau).step(START, f, 1).weights();
    return f.step(START, tau).minus(Quadratic.column(descent)).normF();
  }

  @Test
  void nonPositiveLearningRateIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GradientStep(0));
  }
}
