package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * Initial guess of a matrix's right singular vector for the largest singular value: the best vector
 * in a small subspace, which results from random vectors by four multiplications with W and Wᵀ
 * (Halko, Martinsson &amp; Tropp 2011, algorithms 4.4 and 5.1). Power iteration from one random
 * vector needs many iterations if the two largest singular values σ₁, σ₂ are close; here the error
 * has the factor (σ₁₇/σ₁)⁸, where σ₁₇ is the first singular value beyond the dimension of the
 * subspace.
 */
final class RandomSubspace {
  private static final int DIMENSIONS = 16;
  private static final int ROUNDS = 4;

  private RandomSubspace() {}

  /**
   * Returns the guess, of length 1.
   *
   * @param weights finite weights of the network, which include W
   * @param random generator of the random vectors
   */
  static double[] rightVector(WeightMatrix matrix, float[] weights, Random random) {
    SimpleMatrix w = new SimpleMatrix(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.length(); i++) {
      w.set(i, weights[matrix.offset() + i]);
    }
    int dimensions = Math.min(DIMENSIONS, Math.min(matrix.rows(), matrix.columns()));
    SimpleMatrix right = new SimpleMatrix(matrix.columns(), dimensions);
    for (int i = 0; i < right.getNumElements(); i++) {
      right.set(i, random.nextGaussian());
    }
    for (int round = 0; round < ROUNDS; round++) {
      SimpleMatrix left = basis(w.mult(right));
      right = basis(w.transpose().mult(left));
    }
    SimpleSVD<SimpleMatrix> within = w.mult(right).svd(true);
    return right.mult(within.getV().getColumn(0)).getDDRM().getData();
  }

  /** Returns orthonormal vectors that span the columns. */
  private static SimpleMatrix basis(SimpleMatrix columns) {
    return columns.svd(true).getU();
  }
}
