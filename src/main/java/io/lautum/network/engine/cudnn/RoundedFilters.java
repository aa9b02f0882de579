package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of all convolutions in bfloat16, in the order (filters, height, width, channels),
 * with filters and channels padded with zeros as in {@link Format#PIXELS}, and their gradients. One
 * kernel converts all of them.
 */
final class RoundedFilters {
  /** Bytes of two values, because a {@link Buffer} counts in 32 bits. */
  private static final int PAIR = 2;

  /** Position of a layer's first weight, and number of its weights. */
  private record Range(int first, int length) {}

  private final Map<String, Range> layers = new LinkedHashMap<>();
  private final int length;
  private final Buffer places;
  private final Buffer weights;
  private final Buffer gradients;

  RoundedFilters(Device device, ParameterLayout layout) {
    int[] all = new int[0];
    for (Parameter parameter : layout.parameters()) {
      if (parameter.kind() == Kind.WEIGHTS && parameter.shaped().shape().size() > 2) {
        int[] own = places(parameter);
        layers.put(parameter.layer(), new Range(all.length, own.length));
        int before = all.length;
        all = Arrays.copyOf(all, before + own.length);
        System.arraycopy(own, 0, all, before, own.length);
      }
    }
    length = all.length;
    places = device.allocate((long) length * Integer.BYTES);
    device.upload(all, places);
    weights = device.allocate((long) length * Short.BYTES);
    gradients = device.allocate((long) length * Short.BYTES);
  }

  /** Returns the position of each value among the network's weights; -1 for padding. */
  private static int[] places(Parameter parameter) {
    List<Integer> shape = parameter.shaped().shape();
    int filters = shape.get(0);
    int channels = shape.get(1);
    int area = shape.get(2) * shape.get(3);
    int padded = Format.PIXELS.padded(channels);
    int[] places = new int[Format.PIXELS.padded(filters) * area * padded];
    Arrays.fill(places, -1);
    for (int i = 0; i < filters * channels * area; i++) {
      int filter = i / (channels * area);
      places[(filter * area + i % area) * padded + i / area % channels] = parameter.offset() + i;
    }
    return places;
  }

  /** Returns the weights of a convolution. */
  Buffer weights(String layer) {
    return part(weights, layer);
  }

  /** Returns the gradient of the weights of a convolution. */
  Buffer gradient(String layer) {
    return part(gradients, layer);
  }

  private Buffer part(Buffer all, String layer) {
    Range range = layers.get(layer);
    return all.part(range.first() / PAIR, range.length() / PAIR);
  }

  /** Appends the conversion of all weights from the network's weights. */
  void round(Buffer flat, Program program) {
    if (length > 0) {
      program.launch("roundWeights", length, flat, places, weights);
    }
  }

  /** Appends the conversion of all gradients to the network's gradient. */
  void widen(Buffer flatGradient, Program program) {
    if (length > 0) {
      program.launch("widenWeights", length, gradients, places, flatGradient);
    }
  }
}
