package io.lautum.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** A multi-layer perceptron with two hidden rectifier layers of 256. */
final class Mlp implements Architecture {
  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public String addTo(GraphBuilder graph, String input) {
    graph
        .addLayer("hidden", Layers.dense(256), input)
        .addLayer("features", Layers.dense(256), "hidden");
    return "features";
  }
}
