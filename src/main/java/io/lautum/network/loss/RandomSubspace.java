package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * A first guess of a matrix's right singular vector to the largest singular value: the best one in
 * a small subspace, which is found from random vectors by four rounds of multiplication with W and
 * Wᵀ (Halko, Martinsson &amp; Tropp 2011, algorithms 4.4 and 5.1). Power iteration from one random
 * vector needs many steps where the two largest singular values σ₁, σ₂ are close; here the error
 * has the factor (σ₁₇/σ₁)⁸, σ₁₇ being the first that the subspace has no room for.
 */
final class RandomSubspace {
  private static final int DIMENSIONS = 16;
  private static final int ROUNDS = 4;

  private RandomSubspace() {}

  /**
   * The guess, of length 1.
   *
   * @param weights of the network, among them W; finite
   * @param random of the first vectors
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

  /** Orthonormal vectors that span the columns. */
  private static SimpleMatrix basis(SimpleMatrix columns) {
    return columns.svd(true).getU();
  }
}
