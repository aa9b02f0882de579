package io.lautum.network.architecture;

import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.Dense;
import io.lautum.network.spec.NetworkGraph;

/**
 * A linear classifier: 256 linear features without a ReLU, which transfer methods compare, and no
 * other hidden layer. The class scores are linear in the input, of rank 256 at most.
 */
final class Linear implements Architecture {
  private static final Dense LAYER = new Dense(256, Initialization.UNIFORM);

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    return graph.add("features", LAYER, NetworkGraph.IMAGE);
  }
}
