package io.lautum.network.loss;

/**
 * A part of the loss that depends on the weights only. An instance belongs to one network. Engines
 * that keep weights on a device compute the penalties there, so the kinds are closed.
 */
public sealed interface WeightPenalty permits SpectralNormPenalty, WeightDecayPenalty {
  /**
   * Adds the penalty's gradient with respect to the weights.
   *
   * @param weights of the network, in its flat order
   * @param gradient of the loss in the same order, to which the penalty's is added
   * @return value of the penalty at these weights
   */
  double add(float[] weights, float[] gradient);

  /** What the penalty carries from step to step; workers average it. */
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
