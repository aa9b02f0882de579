package io.lautum.network.engine;

import java.io.Serializable;

/**
 * All that training changes in an engine.
 *
 * @param weights in the flat order
 * @param moments of the optimiser: for each range of trainable weights, the first moments of all of
 *     them, then the second; empty before the first step and for an optimiser without any
 * @param shadow averaged shadow weights; empty if the step keeps none
 * @param steps number of steps taken
 */
public record EngineState(float[] weights, float[] moments, float[] shadow, int steps)
    implements Serializable {
  /** The state before the first step. */
  public static EngineState initial(float[] weights) {
    return new EngineState(weights, new float[0], new float[0], 0);
  }
}
