package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalCorrelationsTest {
  /** Negligible compared with every variance in these tests. */
  private static final double NO_NOISE = 1e-300;

  /**
   * Compares with Björck and Golub: the singular values of Qw'Qz, with the Q factors of the centred
   * data.
   */
  @ParameterizedTest
  @CsvSource({"4, 8", "8, 4", "5, 5", "1, 6", "6, 1"})
  void correlationsAreCosinesBetweenColumnSpaces(int outputs, int components) {
    SyntheticBatch batch = SyntheticBatch.draw(outputs, components, 200, 0.4, 11).whitened();
    SimpleMatrix qw = orthogonalFactor(SyntheticBatch.centred(batch.outputRows()));
    SimpleMatrix qz = orthogonalFactor(SyntheticBatch.centred(batch.inputRows()));
    double[] expected = qw.transpose().mult(qz).svd(true).getSingularValues();

    double[] correlations = new CanonicalCorrelations(batch.moments(), NO_NOISE).correlations();

    assertThat(expected[0]).isBetween(0.3, 0.999);
    assertThat(correlations).containsExactly(expected, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"4, 8", "8, 4"})
  void directionsAreCanonical(int outputs, int components) {
    double sigma2 = 0.3;
    RunningMoments moments = SyntheticBatch.draw(outputs, components, 100, 0.4, 12).moments();
    CanonicalCorrelations canonical = new CanonicalCorrelations(moments, sigma2);
    SimpleMatrix v = canonical.outputDirections();
    SimpleMatrix r = canonical.inputDirections();
    SimpleMatrix s = moments.covariance().plus(SimpleMatrix.identity(outputs).scale(sigma2));

    int pairs = Math.min(outputs, components);
    SimpleMatrix identity = SimpleMatrix.identity(pairs);
    SimpleMatrix diagonal = SimpleMatrix.diag(canonical.correlations());
    assertThat(v.transpose().mult(s).mult(v).isIdentical(identity, 1e-12)).isTrue();
    assertThat(r.transpose().mult(r).isIdentical(identity, 1e-12)).isTrue();
    assertThat(v.transpose().mult(moments.crossCovariance()).mult(r).isIdentical(diagonal, 1e-12))
        .isTrue();
    assertThat(canonical.correlations()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void momentsThatOverflowAreRejected() {
    RunningMoments moments = new RunningMoments(1, 1);
    moments.update(new double[] {1e200, -1e200}, new double[] {1, -1}, 2, 0);
    assertThatThrownBy(() -> new CanonicalCorrelations(moments, 0.1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("not finite");
  }

  private static SimpleMatrix orthogonalFactor(SimpleMatrix tall) {
    var qr = DecompositionFactory_DDRM.qr(tall.getNumRows(), tall.getNumCols());
    qr.decompose(tall.copy().getDDRM());
    return SimpleMatrix.wrap(qr.getQ(null, true));
  }
}
