package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.Arrays;
import java.util.Random;

/**
 * Power iteration for the largest singular value σ of one weight matrix W and its singular vectors,
 * with one iteration per call: u ← Wv/‖Wv‖, σ ← ‖Wᵀu‖, v ← Wᵀu/σ. For constant W the error of σ
 * shrinks by (σ₂/σ₁)⁴ per iteration; if training changes W slightly in each step, σ follows.
 *
 * <p>Between iterations it stores only v, because u follows from v. Entries are floats, sums are
 * doubles.
 */
final class PowerIteration {
  /**
   * Number of rows that are multiplied together: each sum waits for its previous addition, so four
   * sums overlap.
   */
  private static final int BLOCK = 4;

  private final WeightMatrix matrix;
  private final double[] left;
  private final double[] right;
  private final double[] product;
  private final double[] block;
  private boolean begun;

  PowerIteration(WeightMatrix matrix) {
    this.matrix = matrix;
    // Complete blocks; additional rows are zeros.
    left = new double[(matrix.rows() + BLOCK - 1) / BLOCK * BLOCK];
    right = new double[matrix.columns()];
    product = new double[matrix.columns()];
    block = new double[BLOCK * matrix.columns()];
  }

  /** Forgets the direction; the next iteration starts from a guess for its weights. */
  void begin() {
    Arrays.fill(right, 0);
    begun = false;
  }

  /** Returns the length of v. */
  int stateLength() {
    return right.length;
  }

  /** Copies v. */
  void readState(double[] into, int at) {
    System.arraycopy(right, 0, into, at, right.length);
  }

  /** Continues from a direction of any length; starts again if it is zero. */
  void restore(double[] from, int at) {
    System.arraycopy(from, at, right, 0, right.length);
    begun = norm(right) > 0;
  }

  /**
   * Performs one iteration.
   *
   * @param weights weights of the network, which include W
   * @return σ, which does not exceed the largest singular value except for rounding; 0 for a zero
   *     matrix, after which the iteration starts again
   */
  double step(float[] weights) {
    if (!begun) {
      // The seed is the same for all workers, which have the same weights before their first step.
      Random random = new Random(matrix.layer().hashCode() * 31L + matrix.length());
      double[] first = RandomSubspace.rightVector(matrix, weights, random);
      System.arraycopy(first, 0, right, 0, right.length);
      begun = true;
    }
    multiply(weights);
    double leftNorm = normalise(left);
    if (leftNorm == 0) {
      begin();
      return 0;
    }
    double sigma = normalise(product) / leftNorm;
    System.arraycopy(product, 0, right, 0, right.length);
    return sigma;
  }

  /** Adds factor·uvᵀ, with u and v from the last iteration. */
  void addOuterProduct(float[] gradient, double factor) {
    float[] row = new float[right.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) right[j];
    }
    for (int i = 0; i < matrix.rows(); i++) {
      addScaled(gradient, matrix.offset() + i * row.length, (float) (factor * left[i]), row);
    }
  }

  private static void addScaled(float[] target, int at, float factor, float[] row) {
    for (int j = 0; j < row.length; j++) {
      target[at + j] += factor * row[j];
    }
  }

  /** Computes left ← Wv and product ← WᵀWv, in one pass over W. */
  private void multiply(float[] weights) {
    Arrays.fill(product, 0);
    for (int i = 0; i < left.length; i += BLOCK) {
      readBlock(weights, i);
      multiplyBlock(block, right, left, i);
      addBlock(product, block, left[i], left[i + 1], left[i + 2], left[i + 3]);
    }
  }

  /** Converts a block of rows once, because it is multiplied twice. */
  private void readBlock(float[] weights, int row) {
    int length = Math.min(BLOCK, matrix.rows() - row) * right.length;
    int at = matrix.offset() + row * right.length;
    convert(weights, at, length, block);
    Arrays.fill(block, length, block.length, 0);
  }

  private static void convert(float[] from, int at, int length, double[] into) {
    for (int j = 0; j < length; j++) {
      into[j] = from[at + j];
    }
  }

  private static void multiplyBlock(double[] block, double[] vector, double[] into, int row) {
    int columns = vector.length;
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int j = 0; j < columns; j++) {
      double v = vector[j];
      sum0 += block[j] * v;
      sum1 += block[columns + j] * v;
      sum2 += block[2 * columns + j] * v;
      sum3 += block[3 * columns + j] * v;
    }
    into[row] = sum0;
    into[row + 1] = sum1;
    into[row + 2] = sum2;
    into[row + 3] = sum3;
  }

  /** Adds multiples of the rows of a block, in a loop that the virtual machine vectorises. */
  private static void addBlock(
      double[] target, double[] block, double u0, double u1, double u2, double u3) {
    int columns = target.length;
    for (int j = 0; j < columns; j++) {
      target[j] +=
          u0 * block[j]
              + u1 * block[columns + j]
              + u2 * block[2 * columns + j]
              + u3 * block[3 * columns + j];
    }
  }

  /** Divides the vector by its norm, unless it is zero, and returns the norm. */
  private static double normalise(double[] vector) {
    double norm = norm(vector);
    if (norm > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= norm;
      }
    }
    return norm;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
