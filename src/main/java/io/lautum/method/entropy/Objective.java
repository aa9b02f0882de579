package io.lautum.method.entropy;

/**
 * A loss f of all weights of a network. Not required to be safe for several threads at once; the
 * arrays stay the caller's.
 */
public interface Objective {
  /** f(weights): one forward pass. */
  double value(float[] weights);

  /**
   * f(weights) and its gradient: one forward and one backward pass.
   *
   * @param gradient overwritten by ∇f(weights), of the same length
   * @return f(weights)
   */
  double gradient(float[] weights, float[] gradient);
}
