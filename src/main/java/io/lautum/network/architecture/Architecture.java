package io.lautum.network.architecture;

import io.lautum.network.spec.NetworkGraph;

/** The hidden layers of a network, from an image to its feature vector. */
public interface Architecture {
  /** Smallest height and width that the layers can take. */
  int smallestSide();

  /**
   * Adds the hidden layers.
   *
   * @return name of the node whose output is the features, a vector per image
   */
  String addTo(NetworkGraph.Builder graph);
}
