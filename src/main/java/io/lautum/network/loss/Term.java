package io.lautum.network.loss;

import java.util.Map;

/**
 * A term of the loss of one network, with the state that it keeps between steps. Not thread-safe.
 */
public interface Term {
  /**
   * Advances the state by a minibatch and computes the term's value and gradient.
   *
   * @throws ArithmeticException if outputs are not finite
   */
  Value advance(TermInput input);

  /**
   * A term's value for a minibatch.
   *
   * @param value value that is added to the loss
   * @param gradients gradients of the value with respect to outputs, each rows x width, row-major;
   *     zero for outputs that are absent
   */
  record Value(double value, Map<String, double[]> gradients) {}

  /** Returns the metrics that the method declares, for the last minibatch; NaN before the first. */
  default Map<String, Double> metrics() {
    return Map.of();
  }

  /** Returns factors on the gradients that pass from auxiliary heads to the network below. */
  default Map<String, Double> headFactors() {
    return Map.of();
  }

  /** Returns the state that the term keeps between steps. */
  default State state() {
    return State.EMPTY;
  }

  /**
   * Continues from a state, or from the mean of several workers' states.
   *
   * @param state {@link State#EMPTY} for a fresh start
   */
  default void restore(State state) {}
}
