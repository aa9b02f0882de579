package io.lautum.regularization;

import io.lautum.network.WeightMatrix;
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

  /** Begins with a random direction, which the matrix's name and shape alone decide. */
  PowerIteration(WeightMatrix matrix) {
    this.matrix = matrix;
    left = new double[matrix.rows()];
    right = new double[matrix.columns()];
    product = new double[matrix.columns()];
    begin();
  }

  /** Back to the first direction. */
  void begin() {
    Random random = new Random(matrix.layer().hashCode() * 31L + matrix.length());
    for (int j = 0; j < right.length; j++) {
      right[j] = random.nextGaussian();
    }
    normalise(right);
  }

  /** Length of v. */
  int stateLength() {
    return right.length;
  }

  /** Copies v. */
  void readState(double[] into, int at) {
    System.arraycopy(right, 0, into, at, right.length);
  }

  /** Continues from a direction of any length but zero; begins anew where there is none. */
  void restore(double[] from, int at) {
    System.arraycopy(from, at, right, 0, right.length);
    if (!(normalise(right) > 0)) {
      begin();
    }
  }

  /**
   * Makes one step.
   *
   * @param weights of the network, among them W
   * @return σ, never above the largest singular value but for rounding; 0 for a zero matrix, whose
   *     step changes nothing
   */
  double step(float[] weights) {
    multiplyRight(weights);
    if (normalise(left) == 0) {
      return 0;
    }
    multiplyLeft(weights);
    double sigma = norm(product);
    for (int j = 0; j < right.length; j++) {
      right[j] = product[j] / sigma;
    }
    return sigma;
  }

  /** Adds factor·uvᵀ, with u and v of the last step. */
  void addOuterProduct(float[] gradient, double factor) {
    float[] row = new float[right.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) right[j];
    }
    for (int i = 0; i < left.length; i++) {
      addScaled(gradient, matrix.offset() + i * row.length, (float) (factor * left[i]), row);
    }
  }

  private static void addScaled(float[] target, int at, float factor, float[] row) {
    for (int j = 0; j < row.length; j++) {
      target[at + j] += factor * row[j];
    }
  }

  /** u ← Wv. */
  private void multiplyRight(float[] weights) {
    int columns = right.length;
    int whole = left.length - left.length % BLOCK;
    for (int i = 0; i < whole; i += BLOCK) {
      int at = matrix.offset() + i * columns;
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      for (int j = 0; j < columns; j++) {
        double v = right[j];
        sum0 += weights[at + j] * v;
        sum1 += weights[at + columns + j] * v;
        sum2 += weights[at + 2 * columns + j] * v;
        sum3 += weights[at + 3 * columns + j] * v;
      }
      left[i] = sum0;
      left[i + 1] = sum1;
      left[i + 2] = sum2;
      left[i + 3] = sum3;
    }
    for (int i = whole; i < left.length; i++) {
      int at = matrix.offset() + i * columns;
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += weights[at + j] * right[j];
      }
      left[i] = sum;
    }
  }

  /** product ← Wᵀu. */
  private void multiplyLeft(float[] weights) {
    Arrays.fill(product, 0);
    for (int i = 0; i < left.length; i++) {
      addScaled(product, left[i], weights, matrix.offset() + i * product.length);
    }
  }

  private static void addScaled(double[] target, double factor, float[] source, int from) {
    for (int j = 0; j < target.length; j++) {
      target[j] += factor * source[from + j];
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
