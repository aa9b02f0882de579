package io.lautum.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;

class LapackCheckTest {
  @Test
  void correctSolverPasses() {
    CheckResult result = new LapackCheck("EJML", LapackCheckTest::ejml).run();

    assertThat(result.ok()).as(result.detail()).isTrue();
    assertThat(result.name()).isEqualTo("LAPACK of EJML");
  }

  @Test
  void solverThatClaimsSuccessAndIsWrongInOneComponentFails() {
    CheckResult result =
        result(
            (n, a, w) -> {
              int info = ejml(n, a, w);
              a[n * n - 1] += 1e-6;
              return info;
            });

    assertThat(result.ok()).isFalse();
    assertThat(result.remedy()).contains("OPENBLAS_CORETYPE=Haswell");
  }

  @Test
  void zeroVectorsNansAndReportedErrorsFail() {
    assertThat(result((n, a, w) -> fill(a, w, 0, 1)).ok()).isFalse();
    assertThat(result((n, a, w) -> fill(a, w, Double.NaN, 1)).ok()).isFalse();
    CheckResult reported = result((n, a, w) -> ejml(n, a, w) + 7);
    assertThat(reported.ok()).isFalse();
    assertThat(reported.detail()).contains("info 7");
  }

  @Test
  void unloadableLibraryIsReported() {
    SymmetricEigenSolver unloadable =
        (n, a, w) -> {
          throw new UnsatisfiedLinkError("no libx.so");
        };
    CheckResult result = new LapackCheck("X", unloadable).outcome();

    assertThat(result.ok()).isFalse();
    assertThat(result.detail()).isEqualTo("UnsatisfiedLinkError: no libx.so");
  }

  @Test
  void bothLibrariesOfAJobPassInThisEnvironment() {
    CheckResult netlib = new LapackCheck("MLlib", SymmetricEigenSolver.netlib()).run();
    CheckResult openBlas = new LapackCheck("ND4J", SymmetricEigenSolver.openBlas()).run();

    assertThat(netlib.ok()).as(netlib.detail()).isTrue();
    assertThat(openBlas.ok()).as(openBlas.detail()).isTrue();
  }

  private static CheckResult result(SymmetricEigenSolver solver) {
    return new LapackCheck("X", solver).run();
  }

  private static int fill(double[] a, double[] w, double vector, double value) {
    Arrays.fill(a, vector);
    Arrays.fill(w, value);
    return 0;
  }

  private static int ejml(int n, double[] a, double[] w) {
    var eigen = DecompositionFactory_DDRM.eig(n, true, true);
    // The matrix is symmetric, so the storage order does not matter.
    eigen.decompose(new DMatrixRMaj(n, n, true, a.clone()));
    for (int k = 0; k < n; k++) {
      w[k] = eigen.getEigenvalue(k).getReal();
      System.arraycopy(eigen.getEigenVector(k).getData(), 0, a, k * n, n);
    }
    return 0;
  }
}
