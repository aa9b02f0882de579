package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;

/**
 * All weights of a network, and a buffer for their gradients, in the flat order.
 *
 * @param values weights
 * @param gradients gradient that a pass computes
 * @param rounded weights of convolutions that multiply bfloat16 numbers; null if they are floats
 */
record FlatWeights(
    ParameterLayout layout, Buffer values, Buffer gradients, RoundedFilters rounded) {
  /** Returns a parameter, row-major. */
  Buffer value(String layer, Kind kind) {
    return at(values, layout.of(layer, kind));
  }

  /** Returns the gradient of a parameter, row-major. */
  Buffer gradient(String layer, Kind kind) {
    return at(gradients, layout.of(layer, kind));
  }

  /**
   * Returns the gradients of two parameters in one buffer.
   *
   * @throws IllegalArgumentException if the second does not follow the first
   */
  Buffer gradients(String layer, Kind first, Kind second) {
    Parameter one = layout.of(layer, first);
    Parameter other = layout.of(layer, second);
    if (one.end() != other.offset()) {
      throw new IllegalArgumentException(
          Text.format("layer [%s]: [%s] does not follow [%s]", layer, second, first));
    }
    return gradients.part(one.offset(), other.end() - one.offset());
  }

  private static Buffer at(Buffer flat, Parameter parameter) {
    return flat.part(parameter.offset(), parameter.length());
  }
}
