package io.lautum.network;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls linearly from {@code initial} to zero: initial · (1 − t/T). DL4J's
 * PolySchedule with power 1 should be this but rises, as 1 + t/T.
 *
 * @param initial learning rate at iteration 0
 * @param iterations T
 */
public record LinearDecay(
    @JsonProperty("initial") double initial, @JsonProperty("iterations") int iterations)
    implements ISchedule {
  @Override
  public double valueAt(int iteration, int epoch) {
    return initial * Math.max(0, 1 - iteration / (double) iterations);
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
