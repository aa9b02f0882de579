package io.lautum.network.engine.onednn;

import io.lautum.Text;
import io.lautum.network.engine.PassGroups;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.step.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses the operators of a network's layers. */
final class Operations {
  private final NetworkGraph network;
  private final FlatWeights weights;
  private final Precision precision;
  private final PassGroups groups;

  /**
   * @param weights weights of the layers
   * @param groups groups of the batch
   */
  Operations(NetworkGraph network, FlatWeights weights, Precision precision, PassGroups groups) {
    this.network = network;
    this.weights = weights;
    this.precision = precision;
    this.groups = groups;
  }

  /**
   * Returns the operators in order. They compute the same function as the layers in fewer passes
   * over memory: batch normalisation includes the ReLU that follows it, and a ReLU moves behind max
   * pooling, with which it commutes and after which there are fewer values. Both apply only if no
   * other node reads the value.
   */
  List<Operation> list() {
    List<Operation> operations = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Node node : network.nodes()) {
      if (done.contains(node.name())) {
        continue;
      }
      Node next = node.onlyReader(network);
      boolean rectified = next != null && next.layer() instanceof Layer.Rectifier;
      if (node.layer() instanceof Layer.BatchNormalization && rectified) {
        operations.add(operation(next.name(), operator(node, true), node));
        done.add(next.name());
      } else if (node.layer() instanceof Layer.Rectifier
          && next != null
          && next.layer() instanceof Layer.MaxPooling) {
        String pooled = next.name() + " before ReLU";
        operations.add(operation(pooled, operator(next, false), node));
        operations.add(
            new Operation(next.name(), operator(node, false), List.of(pooled), node.head()));
        done.add(next.name());
      } else {
        operations.add(operation(node.name(), operator(node, false), node));
      }
    }
    return operations;
  }

  private static Operation operation(String output, Operator operator, Node inputs) {
    return new Operation(output, operator, inputs.inputs(), inputs.head());
  }

  private Operator operator(Node node, boolean rectified) {
    String name = node.name();
    Layer layer = node.layer();
    if (layer instanceof Layer.Convolution convolution) {
      return new Convolution(name, convolution, weights, precision);
    } else if (layer instanceof Layer.Dense dense) {
      return new Dense(name, dense, weights);
    } else if (layer instanceof Layer.BatchNormalization normalisation) {
      return new BatchNorm(name, normalisation, weights, groups.statistics(), rectified);
    } else if (layer instanceof Layer.Rectifier) {
      return new Rectifier();
    } else if (layer instanceof Layer.MaxPooling pooling) {
      return Pooling.maximum(pooling.window());
    } else if (layer instanceof Layer.AveragePooling pooling) {
      return Pooling.average(pooling.window());
    } else if (layer instanceof Layer.GlobalAverage) {
      return Pooling.globalAverage();
    } else if (layer instanceof Layer.Dropout drop) {
      return new Dropout(1 - drop.probability(), groups.dropout());
    } else if (layer instanceof Layer.Sum) {
      return new Sum();
    }
    throw new IllegalArgumentException(Text.format("no operator for [%s]", layer));
  }
}
