package io.lautum.network.architecture;

import io.lautum.network.spec.NetworkGraph;

/** The hidden layers of a network, from an image to its feature vector. */
public interface Architecture {
  /** Returns the smallest height and width that the layers accept. */
  int smallestSide();

  /**
   * Adds the hidden layers.
   *
   * @return name of the node whose output is the feature vector of each image
   */
  String addTo(NetworkGraph.Builder graph);
}
