package io.lautum.network.loss;

/**
 * A part of the loss that depends only on the weights. An instance belongs to one network. The
 * interface is sealed because engines that keep weights on a device implement each penalty there.
 */
public sealed interface WeightPenalty permits SpectralNormPenalty, WeightDecayPenalty {
  /**
   * Adds the penalty's gradient with respect to the weights.
   *
   * @param weights weights of the network, in its flat order
   * @param gradient gradient of the loss in the same order, to which the penalty's gradient is
   *     added
   * @return value of the penalty at these weights
   */
  double add(float[] weights, float[] gradient);

  /** Returns the state that the penalty keeps between steps; workers average it. */
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
