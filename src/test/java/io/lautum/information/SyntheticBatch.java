package io.lautum.information;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/** A batch of n random pairs from a seed: z standard normal, w = mixing z + noise, row-major. */
record SyntheticBatch(int outputs, int components, int n, double[] w, double[] z) {

  static SyntheticBatch draw(int outputs, int components, int n, double noise, long seed) {
    Random random = new Random(seed);
    SimpleMatrix z = gaussian(n, components, random);
    SimpleMatrix mixing = gaussian(components, outputs, random).scale(1 / Math.sqrt(components));
    SimpleMatrix w = z.mult(mixing).plus(gaussian(n, outputs, random).scale(noise));
    return of(w, z);
  }

  static SyntheticBatch of(SimpleMatrix w, SimpleMatrix z) {
    return new SyntheticBatch(
        w.getNumCols(), z.getNumCols(), w.getNumRows(), w.getDDRM().data, z.getDDRM().data);
  }

  SyntheticBatch withOutputs(double[] otherW) {
    return new SyntheticBatch(outputs, components, n, otherW, z);
  }

  /**
   * Returns the same w, with z replaced by a basis of its columns that has mean 0 and covariance I.
   */
  SyntheticBatch whitened() {
    SimpleMatrix basis = centred(inputRows()).svd(true).getU();
    return of(outputRows(), basis.scale(Math.sqrt(n)));
  }

  /** Returns the moments of this batch only. */
  RunningMoments moments() {
    RunningMoments moments = new RunningMoments(outputs, components);
    moments.update(w, z, n, 0);
    return moments;
  }

  SimpleMatrix outputRows() {
    return new SimpleMatrix(n, outputs, true, w);
  }

  SimpleMatrix inputRows() {
    return new SimpleMatrix(n, components, true, z);
  }

  static SimpleMatrix gaussian(int rows, int columns, Random random) {
    SimpleMatrix matrix = new SimpleMatrix(rows, columns);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      matrix.set(i, random.nextGaussian());
    }
    return matrix;
  }

  /** Returns the rows minus their mean. */
  static SimpleMatrix centred(SimpleMatrix rows) {
    int n = rows.getNumRows();
    return rows.minus(SimpleMatrix.filled(n, n, 1.0 / n).mult(rows));
  }
}
