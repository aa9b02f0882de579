package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.Arrays;
import java.util.Random;

/**
 * Power iteration for the largest singular value σ of one weight matrix W and its singular vectors,
 * one step a call: u ← Wv/‖Wv‖, σ ← ‖Wᵀu‖, v ← Wᵀu/σ. The error of σ shrinks by (σ₂/σ₁)⁴ a step
 * where W stays as it is; where training moves W a little each step, σ follows it.
 *
 * <p>Between steps it carries v alone, from which u follows. Entries are floats, sums are doubles.
 */
final class PowerIteration {
  /**
   * Rows that are multiplied together: a sum waits for its previous addition, four sums overlap.
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
    // Whole blocks: rows that the matrix does not have are zeros.
    left = new double[(matrix.rows() + BLOCK - 1) / BLOCK * BLOCK];
    right = new double[matrix.columns()];
    product = new double[matrix.columns()];
    block = new double[BLOCK * matrix.columns()];
  }

  /** Forgets the direction: the next step finds a first one for the weights that it gets. */
  void begin() {
    Arrays.fill(right, 0);
    begun = false;
  }

  /** Length of v. */
  int stateLength() {
    return right.length;
  }

  /** Copies v. */
  void readState(double[] into, int at) {
    System.arraycopy(right, 0, into, at, right.length);
  }

  /** Continues from a direction, whose length does not matter; begins anew where it is zero. */
  void restore(double[] from, int at) {
    System.arraycopy(from, at, right, 0, right.length);
    begun = norm(right) > 0;
  }

  /**
   * Makes one step.
   *
   * @param weights of the network, among them W
   * @return σ, never above the largest singular value but for rounding; 0 for a zero matrix, whose
   *     step changes nothing
   */
  double step(float[] weights) {
    if (!begun) {
      // The same for every worker, which all have the same weights before their first step.
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

  /** Adds factor·uvᵀ, with u and v of the last step. */
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

  /** left ← Wv and product ← WᵀWv, in one pass over W. */
  private void multiply(float[] weights) {
    Arrays.fill(product, 0);
    for (int i = 0; i < left.length; i += BLOCK) {
      readBlock(weights, i);
      multiplyBlock(block, right, left, i);
      addBlock(product, block, left[i], left[i + 1], left[i + 2], left[i + 3]);
    }
  }

  /** Converts once what is multiplied twice. */
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

  /** A loop that the virtual machine turns into vector instructions. */
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

  /** Divides by the norm, if there is one, and returns it. */
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
