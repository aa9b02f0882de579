package io.lautum.regularization;

/**
 * A term of the loss that depends on the weights alone. An instance belongs to one network; what it
 * carries from step to step is in {@link #state}.
 */
public interface WeightPenalty {
  /**
   * Adds the penalty's gradient by the weights.
   *
   * @param weights of the network, in its flat order
   * @param gradient of the loss in the same order, to which the penalty's is added
   * @return value of the penalty at these weights
   */
  double add(float[] weights, float[] gradient);

  /**
   * What the penalty carries from step to step, of a length that never changes; empty if nothing.
   * The elementwise mean of several workers' states is a state to continue from.
   */
  double[] state();

  /**
   * Continues from a state, or from the mean of several.
   *
   * @param state that {@link #state} gave; empty for a fresh start
   */
  void restore(double[] state);
}
