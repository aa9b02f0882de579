package io.lautum.network.spec;

import java.io.Serializable;
import java.util.List;

/**
 * A layer in its place.
 *
 * @param name unique in the network
 * @param inputs names of the nodes whose outputs it takes, or {@link NetworkGraph#IMAGE}
 * @param head name of the auxiliary head that it belongs to; empty for the network itself
 */
public record Node(String name, Layer layer, List<String> inputs, String head)
    implements Serializable {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** Whether it belongs to a head, which training uses and the model file leaves out. */
  public boolean auxiliary() {
    return !head.isEmpty();
  }
}
