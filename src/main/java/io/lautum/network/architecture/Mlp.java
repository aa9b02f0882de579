package io.lautum.network.architecture;

import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.Dense;
import io.lautum.network.spec.Layer.Rectifier;
import io.lautum.network.spec.NetworkGraph;
import java.util.List;

/** A multi-layer perceptron whose hidden layers are ReLUs: by default two layers of 256. */
final class Mlp implements Architecture {
  /** The widths of the perceptron whose name has none. */
  static final List<Integer> WIDTHS = List.of(256, 256);

  private final List<Integer> widths;

  /**
   * @param widths units of each hidden layer, one layer or more
   */
  Mlp(List<Integer> widths) {
    this.widths = List.copyOf(widths);
  }

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    String last = NetworkGraph.IMAGE;
    for (int layer = 0; layer < widths.size(); layer++) {
      String name = name(layer);
      Dense dense = new Dense(widths.get(layer), Initialization.UNIFORM);
      String sums = graph.add(name, dense, last);
      last = graph.add(name + ".rectifier", new Rectifier(), sums);
    }
    return last;
  }

  /** The names of two layers are those of older models. */
  private String name(int layer) {
    if (layer == widths.size() - 1) {
      return "features";
    }
    return layer == 0 ? "hidden" : "hidden" + (layer + 1);
  }
}
