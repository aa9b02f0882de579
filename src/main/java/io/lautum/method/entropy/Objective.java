package io.lautum.method.entropy;

/**
 * A loss f of all weights of a network. It need not be thread-safe; it keeps no reference to the
 * arrays.
 */
public interface Objective {
  /** Returns f(weights), by one forward pass. */
  double value(float[] weights);

  /**
   * Computes f(weights) and its gradient, by one forward and one backward pass.
   *
   * @param gradient overwritten by ∇f(weights), of the same length
   * @return f(weights)
   */
  double gradient(float[] weights, float[] gradient);
}
