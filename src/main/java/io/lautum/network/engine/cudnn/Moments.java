package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.TrainableMask;

/**
 * Converts an optimiser's moments between the flat order of the weights and the order of {@link
 * io.lautum.network.engine.EngineState}: for each range of trainable weights, all first moments,
 * then all second moments, if there are any.
 *
 * @param both true if there are second moments
 */
record Moments(TrainableMask mask, boolean both) {
  /**
   * Returns moments in the flat order; zero for weights that are not trained.
   *
   * @param state moments of a state; empty before the first step
   * @param second true for the second moments
   */
  float[] flat(float[] state, boolean second) {
    float[] flat = new float[mask.trained().length];
    if (state.length == 0) {
      return flat;
    }
    int at = 0;
    for (TrainableMask.Range range : mask.ranges()) {
      int from = second ? at + range.length() : at;
      System.arraycopy(state, from, flat, range.from(), range.length());
      at += both ? 2 * range.length() : range.length();
    }
    return flat;
  }

  /** Returns the moments of a state, from moments in the flat order. */
  float[] selected(float[] first, float[] second) {
    int length = mask.ranges().stream().mapToInt(TrainableMask.Range::length).sum();
    float[] state = new float[both ? 2 * length : length];
    int at = 0;
    for (TrainableMask.Range range : mask.ranges()) {
      System.arraycopy(first, range.from(), state, at, range.length());
      at += range.length();
      if (both) {
        System.arraycopy(second, range.from(), state, at, range.length());
        at += range.length();
      }
    }
    return state;
  }
}
