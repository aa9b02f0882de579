package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianMutualInformationTest {
  private static final double SIGMA2 = 0.2;
  private static final GaussianInformation INFORMATION =
      new GaussianInformation(GaussianInformation.Measure.MUTUAL, SIGMA2, 0.99);

  /** Compares with ½(ln det S − ln det M), where M = S − CC'. */
  @ParameterizedTest
  @CsvSource({"4, 8", "8, 4", "10, 10"})
  void agreesWithTheDeterminants(int outputs, int components) {
    RunningMoments moments = SyntheticBatch.draw(outputs, components, 400, 0.8, 5).moments();
    SimpleMatrix c = moments.crossCovariance();
    SimpleMatrix s = moments.covariance().plus(SimpleMatrix.identity(outputs).scale(SIGMA2));
    SimpleMatrix m = s.minus(c.mult(c.transpose()));
    assertThat(INFORMATION.evaluate(moments).value())
        .isCloseTo(0.5 * Math.log(s.determinant() / m.determinant()), within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"4, 8", "20, 8", "6, 1"})
  void gradientAgreesWithCentralDifferences(int outputs, int components) {
    SyntheticBatch batch = SyntheticBatch.draw(outputs, components, 60, 2.0, 1);
    double[] gradient =
        INFORMATION.evaluate(batch.moments()).gradient(batch.w(), batch.z(), batch.n());
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                batch.w(), 1e-4, w -> INFORMATION.evaluate(batch.withOutputs(w).moments()).value()),
            within(1e-9));
  }

  /** Near the cap the Lautum information grows much faster. */
  @Test
  void isSmallerThanTheLautumInformationOfStronglyDependentVectors() {
    RunningMoments moments = SyntheticBatch.draw(3, 4, 400, 0.1, 2).moments();
    assertThat(INFORMATION.evaluate(moments).value())
        .isLessThan(GaussianInformation.lautum(SIGMA2, 0.99).evaluate(moments).value());
  }
}
