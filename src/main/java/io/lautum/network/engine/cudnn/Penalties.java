package io.lautum.network.engine.cudnn;

import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.loss.WeightDecayPenalty;
import io.lautum.network.loss.WeightPenalty;
import java.util.IdentityHashMap;
import java.util.Map;

/** Adds the gradients of penalties to the gradient on the device. */
final class Penalties {
  private final Device device;
  private final Buffer weights;
  private final Buffer gradient;
  private final Map<WeightPenalty, DevicePenalty> compiled = new IdentityHashMap<>();

  Penalties(Device device, Buffer weights, Buffer gradient) {
    this.device = device;
    this.weights = weights;
    this.gradient = gradient;
  }

  /** A penalty with its buffers on the device. */
  interface DevicePenalty {
    /**
     * Adds the gradient.
     *
     * @return value of the penalty
     */
    double add();
  }

  /**
   * Adds the gradient of a penalty.
   *
   * @return value of the penalty
   */
  double add(WeightPenalty penalty) {
    return compiled.computeIfAbsent(penalty, this::compile).add();
  }

  private DevicePenalty compile(WeightPenalty penalty) {
    return penalty instanceof SpectralNormPenalty norm
        ? new DeviceSpectralNorm(norm, device, weights, gradient)
        : new DeviceWeightDecay((WeightDecayPenalty) penalty, device, weights, gradient);
  }
}
