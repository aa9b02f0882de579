package io.lautum.network.engine.onednn;

import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** All weights of a network, and their gradients, in native memory in the flat order. */
final class FlatWeights {
  private final engine engine;
  private final ParameterLayout layout;
  private final FloatPointer values;
  private final FloatPointer gradients;

  FlatWeights(engine engine, ParameterLayout layout) {
    this.engine = engine;
    this.layout = layout;
    this.values = new FloatPointer(layout.length());
    this.gradients = new FloatPointer(layout.length());
    // Zero, because a pass may not write every gradient.
    gradients.put(new float[layout.length()]);
  }

  void write(float[] weights) {
    values.put(weights);
  }

  void readGradients(float[] into) {
    gradients.get(into);
  }

  /** Returns a parameter as a row-major tensor, without a copy. */
  memory value(String layer, Kind kind, long... shape) {
    return at(values, layer, kind, shape);
  }

  /** Returns the gradient of a parameter as a row-major tensor, without a copy. */
  memory gradient(String layer, Kind kind, long... shape) {
    return at(gradients, layer, kind, shape);
  }

  private memory at(FloatPointer flat, String layer, Kind kind, long... shape) {
    long offset = layout.of(layer, kind).offset();
    return new memory(Layout.plain(shape), engine, flat.getPointer(offset));
  }
}
