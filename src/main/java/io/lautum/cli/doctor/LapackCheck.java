package io.lautum.cli.doctor;

import io.lautum.Text;
import java.util.Objects;
import java.util.Random;

/**
 * Checks that a LAPACK solves a symmetric eigenproblem, by the largest |A v_k − w_k v_k| over all
 * components and eigenpairs relative to the largest |w_k|. OpenBLAS 0.3.19 with its AVX-512 and AMX
 * kernels claims success and returns residuals near 1 from order 150 on, which whitening would turn
 * into silently wrong data.
 *
 * @param library name of the solver in the table
 * @param solver solver to check
 */
record LapackCheck(String library, SymmetricEigenSolver solver) implements Check {
  private static final int ORDER = 300;
  private static final double TOLERANCE = 1e-8;

  @Override
  public String name() {
    return "LAPACK of " + library;
  }

  @Override
  public CheckResult run() {
    double[] a = symmetric();
    double[] v = a.clone();
    double[] w = new double[ORDER];
    int info = solver.solve(ORDER, v, w);
    double residual = residual(a, v, w);
    String coreType = Objects.requireNonNullElse(System.getenv("OPENBLAS_CORETYPE"), "not set");
    String detail =
        Text.format(
            "eigenproblem of order %d: residual %.1e, info %d, OPENBLAS_CORETYPE %s",
            ORDER, residual, info, coreType);
    // Negated, so that NaN fails.
    if (info != 0 || !(residual < TOLERANCE)) {
      return CheckResult.failed(
          name(),
          detail,
          "set OPENBLAS_CORETYPE=Haswell in the environment of the driver, and"
              + " spark.executorEnv.OPENBLAS_CORETYPE=Haswell for executors");
    }
    return CheckResult.passed(name(), detail);
  }

  private static double[] symmetric() {
    Random random = new Random(1);
    double[] a = new double[ORDER * ORDER];
    for (int i = 0; i < ORDER; i++) {
      for (int j = 0; j <= i; j++) {
        a[i + j * ORDER] = random.nextGaussian();
        a[j + i * ORDER] = a[i + j * ORDER];
      }
    }
    return a;
  }

  private static double residual(double[] a, double[] v, double[] w) {
    double largest = 0;
    double scale = 0;
    for (int k = 0; k < ORDER; k++) {
      scale = Math.max(scale, Math.abs(w[k]));
      double norm = 0;
      for (int i = 0; i < ORDER; i++) {
        double sum = -w[k] * v[i + k * ORDER];
        for (int j = 0; j < ORDER; j++) {
          sum += a[j + i * ORDER] * v[j + k * ORDER];
        }
        largest = Math.max(largest, Math.abs(sum));
        norm += v[i + k * ORDER] * v[i + k * ORDER];
      }
      // The zero vector has no residual but is not an eigenvector.
      largest = Math.max(largest, Math.abs(norm - 1));
    }
    return largest / scale;
  }
}
