package io.lautum.execution.onednn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** All weights of a network, and their gradients, in native memory in DL4J's flat order. */
final class FlatWeights {
  private final engine engine;
  private final FloatPointer values;
  private final FloatPointer gradients;
  private final Map<String, Long> offsets;

  /**
   * @param offsets of {@link #order}
   * @param length number of all weights
   */
  FlatWeights(engine engine, Map<String, Long> offsets, int length) {
    this.engine = engine;
    this.offsets = offsets;
    this.values = new FloatPointer(length);
    this.gradients = new FloatPointer(length);
  }

  /**
   * Where each weight begins in the flat order, by layer and key.
   *
   * @param network initialised
   */
  static Map<String, Long> order(ComputationGraph network) {
    Map<String, Long> offsets = new HashMap<>();
    for (Layer layer : network.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      layer
          .paramTable()
          .forEach(
              (key, weight) ->
                  offsets.put(path(name, key), weight.offset() - network.params().offset()));
    }
    return offsets;
  }

  private static String path(String layer, String key) {
    return layer + "/" + key;
  }

  void write(float[] weights) {
    values.put(weights);
  }

  void readGradients(float[] into) {
    gradients.get(into);
  }

  /** A weight as a row-major tensor in its place. */
  memory value(String layer, String key, long... shape) {
    return new memory(Layout.plain(shape), engine, values.getPointer(offset(layer, key)));
  }

  /** The gradient of a weight as a row-major tensor in its place. */
  memory gradient(String layer, String key, long... shape) {
    return new memory(Layout.plain(shape), engine, gradients.getPointer(offset(layer, key)));
  }

  private long offset(String layer, String key) {
    return offsets.get(path(layer, key));
  }
}
