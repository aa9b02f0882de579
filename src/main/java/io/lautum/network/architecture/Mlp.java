package io.lautum.network.architecture;

import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.Dense;
import io.lautum.network.spec.Layer.Rectifier;
import io.lautum.network.spec.NetworkGraph;

/** A multi-layer perceptron with two hidden layers of 256 ReLUs. */
final class Mlp implements Architecture {
  private static final Dense LAYER = new Dense(256, Initialization.UNIFORM);

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    String hidden = graph.add("hidden", LAYER, NetworkGraph.IMAGE);
    String rectified = graph.add("hidden.rectifier", new Rectifier(), hidden);
    String features = graph.add("features", LAYER, rectified);
    return graph.add("features.rectifier", new Rectifier(), features);
  }
}
