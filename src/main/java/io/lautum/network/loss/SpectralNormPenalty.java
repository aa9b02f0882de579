package io.lautum.network.loss;

import io.lautum.Text;
import io.lautum.network.spec.WeightMatrix;
import java.util.List;

/**
 * (λ/2) Σ σ(W)² over the weight matrices of a network, where σ is the largest singular value:
 * spectral norm regularisation (Yoshida &amp; Miyato 2017, arXiv 1705.10941, eq. 3 and algorithm
 * 1). The gradient is λσuvᵀ. Each call performs one iteration of {@link PowerIteration} on every
 * matrix, starting from the singular vectors of the previous call.
 */
public final class SpectralNormPenalty implements WeightPenalty {
  /** Name of the right singular vectors in the state. */
  public static final String VECTORS = "singular-vectors";

  private final double weight;
  private final List<WeightMatrix> matrices;
  private final List<PowerIteration> iterations;

  /**
   * @param weight λ
   * @param matrices penalised matrices
   */
  public SpectralNormPenalty(double weight, List<WeightMatrix> matrices) {
    this.weight = weight;
    this.matrices = List.copyOf(matrices);
    this.iterations = matrices.stream().map(PowerIteration::new).toList();
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
    for (PowerIteration iteration : iterations) {
      double sigma = iteration.step(weights);
      iteration.addOuterProduct(gradient, weight * sigma);
      sum += sigma * sigma;
    }
    return weight / 2 * sum;
  }

  /** Returns the right singular vectors, one after the other. */
  @Override
  public State state() {
    double[] vectors = new double[stateLength()];
    int at = 0;
    for (PowerIteration iteration : iterations) {
      iteration.readState(vectors, at);
      at += iteration.stateLength();
    }
    return State.averaged(VECTORS, vectors);
  }

  /**
   * Continues from right singular vectors. The mean of several workers' vectors may have a length
   * below 1, which has no effect. Workers with a common start have vectors of the same sign, so the
   * mean is a valid direction for all.
   */
  @Override
  public void restore(State state) {
    double[] vectors = state.vector(VECTORS);
    if (vectors.length == 0) {
      iterations.forEach(PowerIteration::begin);
      return;
    }
    if (vectors.length != stateLength()) {
      throw new IllegalArgumentException(
          Text.format("the state must have [%d] entries, got [%d]", stateLength(), vectors.length));
    }
    int at = 0;
    for (PowerIteration iteration : iterations) {
      iteration.restore(vectors, at);
      at += iteration.stateLength();
    }
  }

  private int stateLength() {
    return iterations.stream().mapToInt(PowerIteration::stateLength).sum();
  }
}
