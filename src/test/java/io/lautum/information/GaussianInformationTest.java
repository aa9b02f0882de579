package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianInformationTest {
  private static final double NO_NOISE = 1e-300;

  /**
   * Evaluates the definition, KL(p(x)p(y) ‖ p(x, y)), with the trapezoidal rule on a square grid.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-0.95, -0.3, 0.0, 0.1, 0.5, 0.8, 0.9})
  void oneDimensionAgreesWithNumericalIntegration(double rho) {
    double step = 0.05;
    double integral = 0;
    for (int i = -200; i <= 200; i++) {
      for (int j = -200; j <= 200; j++) {
        double x = i * step;
        double y = j * step;
        double logProduct = -0.5 * (x * x + y * y) - Math.log(2 * Math.PI);
        double logJoint =
            -0.5 * (x * x - 2 * rho * x * y + y * y) / (1 - rho * rho)
                - Math.log(2 * Math.PI)
                - 0.5 * Math.log(1 - rho * rho);
        integral += Math.exp(logProduct) * (logProduct - logJoint) * step * step;
      }
    }
    double value = valueOf(SimpleMatrix.identity(1), SimpleMatrix.filled(1, 1, rho), NO_NOISE);
    assertThat(value).isCloseTo(integral, within(1e-9));
  }

  /** Evaluates the definition as the mean of ln p(w)p(z)/p(w, z) over independent w and z. */
  @ParameterizedTest
  @CsvSource({"3, 4", "5, 2"})
  void severalDimensionsAgreeWithMonteCarlo(int outputs, int components) {
    Random random = new Random(7);
    SimpleMatrix mixing = SyntheticBatch.gaussian(outputs, components, random).scale(0.4);
    SimpleMatrix noise =
        SyntheticBatch.gaussian(outputs, outputs, random)
            .scale(0.2)
            .plus(SimpleMatrix.identity(outputs));
    SimpleMatrix s = mixing.mult(mixing.transpose()).plus(noise.mult(noise.transpose()));

    double monteCarlo = meanLogRatio(s, mixing, 1_000_000, random);

    double value = valueOf(s, mixing, NO_NOISE);
    assertThat(value).isGreaterThan(0.1).isCloseTo(monteCarlo, Percentage.withPercentage(1));
  }

  private static double meanLogRatio(SimpleMatrix s, SimpleMatrix c, int samples, Random random) {
    int outputs = s.getNumRows();
    int components = c.getNumCols();
    int size = outputs + components;
    SimpleMatrix joint =
        s.concatColumns(c)
            .concatRows(c.transpose().concatColumns(SimpleMatrix.identity(components)));
    SimpleMatrix product = SimpleMatrix.identity(size);
    product.insertIntoThis(0, 0, s);
    SimpleMatrix difference = joint.invert().minus(product.invert());
    SimpleMatrix factor = SimpleMatrix.identity(size);
    factor.insertIntoThis(0, 0, choleskyFactor(s));
    // u'Du = g'(F'DF)g with u = Fg, where g is standard normal.
    SimpleMatrix quadratic = factor.transpose().mult(difference).mult(factor);
    double sum = 0;
    double[] g = new double[size];
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < size; i++) {
        g[i] = random.nextGaussian();
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          sum += g[i] * quadratic.get(i, j) * g[j];
        }
      }
    }
    return 0.5 * (sum / samples + Math.log(joint.determinant() / product.determinant()));
  }

  /** Compares with ½(ln det M - ln det S) + tr(M⁻¹S) - K, where M = S - CC'. */
  @ParameterizedTest
  @CsvSource({"4, 8", "8, 4", "10, 10"})
  void agreesWithTheDeterminants(int outputs, int components) {
    double sigma2 = 0.2;
    RunningMoments moments = SyntheticBatch.draw(outputs, components, 400, 0.8, 5).moments();
    SimpleMatrix c = moments.crossCovariance();
    SimpleMatrix s = moments.covariance().plus(SimpleMatrix.identity(outputs).scale(sigma2));
    SimpleMatrix m = s.minus(c.mult(c.transpose()));
    double expected =
        0.5 * Math.log(m.determinant() / s.determinant()) + m.invert().mult(s).trace() - outputs;

    double value = GaussianInformation.lautum(sigma2, 0.99).evaluate(moments).value();

    assertThat(value).isGreaterThan(0.5).isCloseTo(expected, within(1e-10));
  }

  @Test
  void correlationsAboveTheCapCountAsTheCap() {
    SimpleMatrix s = SimpleMatrix.identity(2);
    double below = 0.5;
    GaussianInformation information = GaussianInformation.lautum(NO_NOISE, 0.9);
    double expected = g(0.9) + g(below * below);
    for (double above : new double[] {0.95, 0.999, 1, 30}) {
      RunningMoments moments = momentsOf(s, SimpleMatrix.diag(below, above));
      GaussianInformation.Estimate estimate = information.evaluate(moments);
      assertThat(estimate.value()).isCloseTo(expected, within(1e-12));
      assertThat(estimate.correlations())
          .containsExactly(new double[] {above, below}, within(1e-12));
    }
  }

  @Test
  void doesNotDependOnTheBasisOfOutputs() {
    Random random = new Random(3);
    SyntheticBatch batch = SyntheticBatch.draw(4, 6, 300, 0.7, 4);
    SimpleMatrix basis = SyntheticBatch.gaussian(4, 4, random);
    SyntheticBatch changed = SyntheticBatch.of(batch.outputRows().mult(basis), batch.inputRows());
    GaussianInformation information = GaussianInformation.lautum(NO_NOISE, 0.99);
    assertThat(information.evaluate(changed.moments()).value())
        .isCloseTo(information.evaluate(batch.moments()).value(), within(1e-10));
  }

  @Test
  void laterUpdatesDoNotChangeTheEstimate() {
    SyntheticBatch batch = SyntheticBatch.draw(3, 4, 50, 0.7, 4);
    RunningMoments moments = batch.moments();
    GaussianInformation.Estimate estimate = GaussianInformation.lautum(0.1, 0.99).evaluate(moments);
    double value = estimate.value();
    double[] gradient = estimate.gradient(batch.w(), batch.z(), batch.n());
    SyntheticBatch next = SyntheticBatch.draw(3, 4, 50, 0.1, 9);
    moments.update(next.w(), next.z(), next.n(), 0);
    assertThat(estimate.value()).isEqualTo(value);
    assertThat(estimate.gradient(batch.w(), batch.z(), batch.n())).isEqualTo(gradient);
  }

  @Test
  void invalidParametersAreRejected() {
    for (double sigma2 : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> GaussianInformation.lautum(sigma2, 0.99))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sigma2");
    }
    for (double cap : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatThrownBy(() -> GaussianInformation.lautum(0.1, cap))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxSquaredCorrelation");
    }
    RunningMoments empty = new RunningMoments(2, 2);
    assertThatThrownBy(() -> GaussianInformation.lautum(0.1, 0.99).evaluate(empty))
        .isInstanceOf(IllegalStateException.class);
  }

  private static double g(double t) {
    return t / (1 - t) + 0.5 * Math.log(1 - t);
  }

  private static double valueOf(SimpleMatrix s, SimpleMatrix c, double sigma2) {
    return GaussianInformation.lautum(sigma2, 0.99).evaluate(momentsOf(s, c)).value();
  }

  /** Returns moments with mean 0, covariance s and cross-covariance c. */
  private static RunningMoments momentsOf(SimpleMatrix s, SimpleMatrix c) {
    int outputs = c.getNumRows();
    int components = c.getNumCols();
    double[] state = new double[RunningMoments.stateLength(outputs, components)];
    int at = 1 + outputs + components;
    state[0] = 1;
    System.arraycopy(s.getDDRM().data, 0, state, at, outputs * outputs);
    System.arraycopy(c.getDDRM().data, 0, state, at + outputs * outputs, outputs * components);
    return RunningMoments.fromArray(outputs, components, state);
  }

  private static SimpleMatrix choleskyFactor(SimpleMatrix s) {
    var cholesky = DecompositionFactory_DDRM.chol(s.getNumRows(), true);
    cholesky.decompose(s.copy().getDDRM());
    DMatrixRMaj factor = cholesky.getT(null);
    return SimpleMatrix.wrap(factor);
  }
}
