package io.lautum.network.loss;

import io.lautum.network.spec.WeightMatrix;
import java.util.List;

/**
 * (λ/2) Σ ‖W‖² over the weight matrices of a network, in the Frobenius norm. The gradient is λW.
 */
public final class WeightDecayPenalty implements WeightPenalty {
  private final double weight;
  private final List<WeightMatrix> matrices;

  /**
   * @param weight λ
   * @param matrices penalised matrices
   */
  public WeightDecayPenalty(double weight, List<WeightMatrix> matrices) {
    this.weight = weight;
    this.matrices = List.copyOf(matrices);
  }

  /** Returns λ. */
  public double weight() {
    return weight;
  }

  /** Returns the penalised matrices. */
  public List<WeightMatrix> matrices() {
    return matrices;
  }

  @Override
  public double add(float[] weights, float[] gradient) {
    double sum = 0;
    for (WeightMatrix matrix : matrices) {
      for (int i = matrix.offset(); i < matrix.end(); i++) {
        sum += (double) weights[i] * weights[i];
      }
      addScaled(gradient, (float) weight, weights, matrix);
    }
    return weight / 2 * sum;
  }

  /** Adds a multiple of one matrix, in a loop that the virtual machine vectorises. */
  private static void addScaled(
      float[] gradient, float factor, float[] weights, WeightMatrix matrix) {
    for (int i = matrix.offset(); i < matrix.end(); i++) {
      gradient[i] += factor * weights[i];
    }
  }
}
