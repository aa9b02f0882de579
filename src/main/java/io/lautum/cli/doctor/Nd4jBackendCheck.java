package io.lautum.cli.doctor;

import io.lautum.Text;
import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Checks that ND4J finds its native backend, and that its matrix product agrees with Java's. */
record Nd4jBackendCheck() implements Check {
  private static final int ORDER = 200;
  private static final double TOLERANCE = 1e-10;

  @Override
  public String name() {
    return "ND4J backend";
  }

  @Override
  public CheckResult run() {
    double[][] a = gaussian(1);
    double[][] b = gaussian(2);
    INDArray product = Nd4j.createFromArray(a).mmul(Nd4j.createFromArray(b));
    double error = error(a, b, product.toDoubleMatrix());
    String detail =
        Text.format(
            "%s, BLAS %s, threads %d, product of order %d: error %.1e",
            Nd4j.getBackend().getClass().getSimpleName(),
            Nd4j.factory().blas().getBlasVendor(),
            Nd4j.factory().blas().getMaxThreads(),
            ORDER,
            error);
    if (!(error < TOLERANCE)) {
      return CheckResult.failed(
          name(), detail, "set OPENBLAS_CORETYPE=Haswell for driver and executors");
    }
    return CheckResult.passed(name(), detail);
  }

  private static double[][] gaussian(long seed) {
    Random random = new Random(seed);
    double[][] matrix = new double[ORDER][ORDER];
    for (double[] row : matrix) {
      Arrays.setAll(row, column -> random.nextGaussian());
    }
    return matrix;
  }

  private static double error(double[][] a, double[][] b, double[][] product) {
    double largest = 0;
    for (int i = 0; i < ORDER; i++) {
      for (int j = 0; j < ORDER; j++) {
        double sum = -product[i][j];
        for (int k = 0; k < ORDER; k++) {
          sum += a[i][k] * b[k][j];
        }
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    return largest;
  }
}
