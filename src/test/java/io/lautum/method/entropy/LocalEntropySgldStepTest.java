package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class LocalEntropySgldStepTest {
  private static final float[] START = {0.2f, 0.6f, 1.1f};
  private static final double TAU = 0.5;

  @Test
  void longChainOnQuadraticHasMeanOfProductOfGaussians() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    int chain = 200_000;
    double stepSize = 0.2;
    StepResult result =
        new LocalEntropySgldStep(TAU, chain, stepSize, 1, 100, 1, 1).step(START, f, 4);

    SimpleMatrix expected = f.step(START, TAU);
    // Integrated autocorrelation of the slowest direction, where the drift is 1/τ: (2 - b)/b with
    // b = h/(2τ).
    double autocorrelation = (2 - stepSize / 2) / (stepSize / 2);
    double error = 4 * Math.sqrt(TAU * autocorrelation / chain);
    for (int i = 0; i < START.length; i++) {
      assertThat((double) result.weights()[i]).isCloseTo(expected.get(i), within(error));
      assertThat(Math.abs(expected.get(i) - START[i])).isGreaterThan(5 * error);
    }
  }

  @Test
  void chainWithoutNoiseIsRecursionOfItsMean() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    double stepSize = 0.3;
    double decay = 0.75;
    SimpleMatrix x = Quadratic.column(START);
    SimpleMatrix y = x;
    SimpleMatrix sum = new SimpleMatrix(3, 1);
    double weights = 0;
    for (int t = 0; t < 12; t++) {
      SimpleMatrix gradient = f.hessian.mult(y.minus(f.minimum)).plus(y.minus(x).divide(TAU));
      y = y.minus(gradient.scale(stepSize * TAU / 2));
      if (t >= 4) {
        double weight = Math.pow(decay, 11 - t);
        sum = sum.plus(y.scale(weight));
        weights += weight;
      }
    }
    SimpleMatrix expected = x.plus(sum.divide(weights).minus(x).scale(0.8));

    float[] result =
        new LocalEntropySgldStep(TAU, 12, stepSize, 0, 4, decay, 0.8).step(START, f, 1).weights();

    for (int i = 0; i < 3; i++) {
      assertThat((double) result[i]).isCloseTo(expected.get(i), within(1e-6));
    }
  }

  @Test
  void varianceOfChainIsThatOfProductOfGaussians() {
    // The mean of a chain of one step after a long burn-in is one draw from q.
    Quadratic f = new Quadratic(SimpleMatrix.identity(1).scale(2), new SimpleMatrix(1, 1), 0);
    LocalEntropySgldStep step = new LocalEntropySgldStep(TAU, 60, 0.2, 1, 59, 1, 1);
    double sum = 0;
    double squares = 0;
    int chains = 20_000;
    for (int k = 0; k < chains; k++) {
      double drawn = step.step(new float[] {0}, f, k).weights()[0];
      sum += drawn;
      squares += drawn * drawn;
    }
    // y ← (1 - c) y + √h ξ with c = ½h(2 + 1/τ) has the variance h/(c(2 - c)).
    double c = 0.2;
    double variance = 0.1 / (c * (2 - c));
    assertThat(sum / chains).isCloseTo(0, within(4 * Math.sqrt(variance / chains)));
    assertThat(squares / chains)
        .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / chains)));
  }

  @Test
  void costOfStepIsItsChain() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL.plus(0);
    LocalEntropySgldStep step = new LocalEntropySgldStep(TAU, 7, 0.2, 1, 2, 1, 1);
    StepResult result = step.step(START, f, 4);

    assertThat(result.forwardPasses()).isEqualTo(7).isEqualTo(f.forward);
    assertThat(step.forwardPasses()).isEqualTo(7);
    assertThat(result.backwardPasses()).isEqualTo(7).isEqualTo(f.backward);
    assertThat(result.value()).isEqualTo(f.value(START));
    assertThat(result.effectiveSampleSize()).isNaN();
  }

  @Test
  void bitsDependOnlyOnSeed() {
    Quadratic f = Quadratic.THREE_DIMENSIONAL;
    LocalEntropySgldStep step = new LocalEntropySgldStep(TAU, 9, 0.2, 1, 2, 0.75, 1);
    float[] first = step.step(START, f, 9).weights();

    assertThat(step.step(START, f, 9).weights()).isEqualTo(first);
    assertThat(step.step(START, f, 10).weights()).isNotEqualTo(first);
  }

  @Test
  void stepsInDoubleWellLowerLocalEntropy() {
    double tau = 0.05;
    float[] x = {1.6f};
    for (int k = 0; k < 4; k++) {
      float[] next =
          new LocalEntropySgldStep(tau, 20_000, 0.2, 1, 100, 1, 1)
              .step(x, new DoubleWell(), k)
              .weights();
      assertThat((double) next[0]).isCloseTo(DoubleWell.localEntropyStep(x[0], tau), within(0.02));
      assertThat(DoubleWell.localEntropy(next[0], tau))
          .isLessThan(DoubleWell.localEntropy(x[0], tau));
      x = next;
    }
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalEntropySgldStep(0.1, 5, 0.1, 1, 5, 1, 1))
        .withMessage("burnIn must be from 0 to chainLength - 1, got [5.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalEntropySgldStep(0.1, 5, 0.1, 1, 0, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalEntropySgldStep(0.1, 5, 0.1, -1, 0, 1, 1));
  }
}
