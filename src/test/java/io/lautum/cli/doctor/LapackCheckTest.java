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
        new LapackCheck(
                "X",
                (n, a, w) -> {
                  int info = ejml(n, a, w);
                  a[n * n - 1] += 1e-6;
                  return info;
                })
            .run();

    assertThat(result.ok()).isFalse();
    assertThat(result.remedy()).contains("OPENBLAS_CORETYPE=Haswell");
  }

  @Test
  void zeroVectorsNansAndReportedErrorsFail() {
    assertThat(new LapackCheck("X", (n, a, w) -> fill(a, w, 0, 1)).run().ok()).isFalse();
    assertThat(new LapackCheck("X", (n, a, w) -> fill(a, w, Double.NaN, 1)).run().ok()).isFalse();
    CheckResult reported = new LapackCheck("X", (n, a, w) -> ejml(n, a, w) + 7).run();
    assertThat(reported.ok()).isFalse();
    assertThat(reported.detail()).contains("info 7");
  }

  @Test
  void unloadableLibraryIsReported() {
    CheckResult result =
        new LapackCheck(
                "X",
                (n, a, w) -> {
                  throw new UnsatisfiedLinkError("no libx.so");
                })
            .outcome();

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
