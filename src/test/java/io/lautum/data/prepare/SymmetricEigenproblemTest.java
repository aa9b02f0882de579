package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class SymmetricEigenproblemTest {
  @Test
  void leadingPairsAreThoseOfTheMatrix() {
    int n = 60;
    SimpleMatrix a = SimpleMatrix.random_DDRM(n, n, -1, 1, new Random(1));
    SimpleMatrix symmetric = a.mult(a.transpose());
    double[] all =
        symmetric.eig().getEigenvalues().stream().mapToDouble(c -> c.real).sorted().toArray();
    SymmetricEigenproblem solved = SymmetricEigenproblem.leading(symmetric.getDDRM(), 7, 1e-10);
    assertThat(solved.values()).hasSize(7);
    for (int k = 0; k < 7; k++) {
      assertThat(solved.values()[k]).isCloseTo(all[n - 1 - k], within(1e-10));
      SimpleMatrix v = SimpleMatrix.wrap(solved.vectors()).extractVector(true, k).transpose();
      assertThat(v.normF()).isCloseTo(1, within(1e-12));
      assertThat(symmetric.mult(v).minus(v.scale(solved.values()[k])).normF()).isLessThan(1e-10);
    }
  }

  @Test
  void smallEigenvaluesAreLeftOut() {
    DMatrixRMaj diagonal = new DMatrixRMaj(new double[][] {{1e-3, 0, 0}, {0, 5, 0}, {0, 0, 0}});
    SymmetricEigenproblem solved = SymmetricEigenproblem.leading(diagonal, 3, 1e-10);
    assertThat(solved.values()).containsExactly(new double[] {5, 1e-3}, within(1e-15));
    assertThat(SymmetricEigenproblem.leading(diagonal, 3, 1e-2).values()).hasSize(1);
  }

  @Test
  void wrongSolutionIsRejected() {
    DMatrixRMaj matrix = new DMatrixRMaj(new double[][] {{2, 0}, {0, 0.5}});
    DMatrixRMaj axes = new DMatrixRMaj(new double[][] {{1, 0}, {0, 1}});
    new SymmetricEigenproblem(new double[] {2, 0.5}, axes).requireWhitens(matrix);
    assertThatThrownBy(
            () -> new SymmetricEigenproblem(new double[] {2.5, 0.5}, axes).requireWhitens(matrix))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cov(z[0], z[0]) is 0.8");
    DMatrixRMaj sameTwice = new DMatrixRMaj(new double[][] {{1, 0}, {1, 0}});
    assertThatThrownBy(
            () -> new SymmetricEigenproblem(new double[] {2, 2}, sameTwice).requireWhitens(matrix))
        .hasMessageContaining("cov(z[0], z[1]) is 1.0");
  }
}
