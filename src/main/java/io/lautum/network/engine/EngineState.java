package io.lautum.network.engine;

import java.io.Serializable;

/**
 * The state of an engine that training changes.
 *
 * @param weights weights in the flat order
 * @param moments moments of the optimiser: for each range of trainable weights, all first moments,
 *     then all second moments; empty before the first step and for an optimiser without moments
 * @param shadow averaged shadow weights; empty if the step has none
 * @param steps number of steps taken
 */
public record EngineState(float[] weights, float[] moments, float[] shadow, int steps)
    implements Serializable {
  /** Returns the state before the first step. */
  public static EngineState initial(float[] weights) {
    return new EngineState(weights, new float[0], new float[0], 0);
  }
}
