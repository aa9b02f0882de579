package io.lautum.execution.onednn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All weights of a network, and their gradients, in native memory in DL4J's flat order. */
final class FlatWeights {
  private final engine engine;
  private final FloatPointer values;
  private final FloatPointer gradients;
  private final Map<String, Long> offsets = new HashMap<>();

  /**
   * @param graph an initialised network, from which only the order is taken
   */
  FlatWeights(engine engine, ComputationGraph graph) {
    this.engine = engine;
    this.values = new FloatPointer(graph.numParams());
    this.gradients = new FloatPointer(graph.numParams());
    for (Layer layer : graph.getLayers()) {
      for (Map.Entry<String, INDArray> weight : layer.paramTable().entrySet()) {
        offsets.put(
            layer.conf().getLayer().getLayerName() + "/" + weight.getKey(),
            weight.getValue().offset() - graph.params().offset());
      }
    }
  }

  int length() {
    return (int) values.capacity();
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

  /** Position of a weight in the flat order. */
  long offset(String layer, String key) {
    return offsets.get(layer + "/" + key);
  }
}
