package io.lautum.information.views;

import java.util.Arrays;
import java.util.Random;

/** Creates the projections of views. */
final class Rows {
  private Rows() {}

  static double[] random(int length, long seed) {
    Random random = new Random(seed);
    double[] rows = new double[length];
    Arrays.setAll(rows, i -> random.nextGaussian());
    return rows;
  }

  /** Returns rows close to others. */
  static double[] near(double[] rows, double distance, long seed) {
    double[] near = random(rows.length, seed);
    Arrays.setAll(near, i -> rows[i] + distance * near[i]);
    return near;
  }

  /** Returns n one-hot rows, in turn of each of d directions. */
  static double[] oneHot(int n, int d) {
    double[] rows = new double[n * d];
    for (int i = 0; i < n; i++) {
      rows[i * d + i % d] = 1;
    }
    return rows;
  }

  /** Returns n rows of two entries, (1, 0) and (−1, 0) in turn. */
  static double[] antipodal(int n) {
    double[] rows = new double[2 * n];
    for (int i = 0; i < n; i++) {
      rows[2 * i] = i % 2 == 0 ? 1 : -1;
    }
    return rows;
  }

  static double cosine(double[] a, int i, double[] b, int j, int d) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int k = 0; k < d; k++) {
      product += a[i * d + k] * b[j * d + k];
      squaresA += a[i * d + k] * a[i * d + k];
      squaresB += b[j * d + k] * b[j * d + k];
    }
    return product / Math.sqrt(squaresA * squaresB);
  }
}
