package io.lautum.network.engine.cudnn;

/** Products of matrices on the CPU. */
final class HostAlgebra {
  private HostAlgebra() {}

  static float[] multiply(MatrixProduct product, float[] a, float[] b) {
    float[] c = new float[product.rows() * product.columns()];
    for (int i = 0; i < product.rows(); i++) {
      for (int j = 0; j < product.columns(); j++) {
        double sum = 0;
        for (int k = 0; k < product.inner(); k++) {
          float left =
              product.transposeA() ? a[k * product.rows() + i] : a[i * product.inner() + k];
          float right =
              product.transposeB() ? b[j * product.inner() + k] : b[k * product.columns() + j];
          sum += (double) left * right;
        }
        c[i * product.columns() + j] = (float) sum;
      }
    }
    return c;
  }
}
