package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;

/** Creates matrices with known singular values in flat weights. */
final class Spectra {
  private Spectra() {}

  /**
   * Returns a random matrix with singular values 3·decay^i, similar to those of a trained layer.
   */
  static SimpleMatrix decaying(int rows, int columns, double decay, long seed) {
    var svd = SimpleMatrix.random_DDRM(rows, columns, -1, 1, new Random(seed)).svd(true);
    double[] values =
        IntStream.range(0, Math.min(rows, columns))
            .mapToDouble(i -> 3 * Math.pow(decay, i))
            .toArray();
    return svd.getU().mult(SimpleMatrix.diag(values)).mult(svd.getV().transpose());
  }

  /** Returns the matrix row-major in single precision. */
  static float[] flat(SimpleMatrix matrix) {
    float[] weights = new float[matrix.getNumElements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) matrix.get(i);
    }
    return weights;
  }

  /**
   * Returns the largest singular value of a matrix in flat weights, by a singular value
   * decomposition.
   */
  static double norm(float[] weights, WeightMatrix matrix) {
    SimpleMatrix dense = new SimpleMatrix(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.length(); i++) {
      dense.set(i, weights[matrix.offset() + i]);
    }
    return dense.svd(true).getSingularValues()[0];
  }
}
