package io.lautum.network.spec;

import java.io.Serializable;
import java.util.List;

/**
 * A layer with its position in a network.
 *
 * @param name name, unique in the network
 * @param inputs names of the input nodes, or {@link NetworkGraph#IMAGE}
 * @param head name of the auxiliary head that contains the node; empty for the network itself
 */
public record Node(String name, Layer layer, List<String> inputs, String head)
    implements Serializable {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /**
   * Returns whether the node belongs to a head, which training uses and the model file leaves out.
   */
  public boolean auxiliary() {
    return !head.isEmpty();
  }

  /**
   * Returns the only node that reads this node's value; null if there are others, or the value is
   * an output.
   *
   * @param network the network that contains this node
   */
  public Node onlyReader(NetworkGraph network) {
    if (network.outputs().containsValue(name)) {
      return null;
    }
    List<Node> readers =
        network.nodes().stream().filter(one -> one.inputs().contains(name)).toList();
    return readers.size() == 1 ? readers.get(0) : null;
  }
}
