package io.lautum.network.loss;

import java.util.Map;

/**
 * A term of the loss of one network, with the state that it carries from step to step. Not
 * thread-safe.
 */
public interface Term {
  /**
   * Advances the state by a minibatch and computes the term's value and gradient.
   *
   * @throws ArithmeticException if outputs are not finite
   */
  Value advance(TermInput input);

  /**
   * A term's value at a minibatch.
   *
   * @param value as it is added to the loss
   * @param gradients of the value with respect to outputs, each rows x width, row-major; an output
   *     that is not named has none
   */
  record Value(double value, Map<String, double[]> gradients) {}

  /** What the method declares as its metrics, at the last minibatch; NaN before the first. */
  Map<String, Double> metrics();

  /** Factors of the gradients with which auxiliary heads enter the network below them. */
  default Map<String, Double> headFactors() {
    return Map.of();
  }

  /** What the term carries from step to step. */
  default State state() {
    return State.EMPTY;
  }

  /**
   * Continues from a state, or from the mean of several workers'.
   *
   * @param state {@link State#EMPTY} for a fresh start
   */
  default void restore(State state) {}
}
