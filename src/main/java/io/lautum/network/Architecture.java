package io.lautum.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** The hidden layers of a network, from an image to its feature vector. */
public interface Architecture {
  /** Smallest height and width that the layers can take. */
  int smallestSide();

  /**
   * Adds the hidden layers.
   *
   * @param graph receives layers with names of the architecture's own
   * @param input vertex whose activations are images
   * @return name of the layer whose activations are the features, a row vector an image
   */
  String addTo(GraphBuilder graph, String input);
}
