package io.lautum.network.engine.cudnn;

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

/**
 * Chooses the operators of a network's layers.
 *
 * @param weights weights of the layers
 * @param groups groups of the batch
 */
record Operations(
    NetworkGraph network, FlatWeights weights, Precision precision, PassGroups groups) {
  /**
   * Returns the operators in order. Convolutions, dense layers and batch normalisation include the
   * ReLU that follows them, if no other node reads the value, which saves a pass over memory.
   */
  List<Operation> list() {
    List<Operation> operations = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Node node : network.nodes()) {
      if (done.contains(node.name())) {
        continue;
      }
      Node next = includesRectifier(node.layer()) ? node.onlyReader(network) : null;
      boolean rectified = next != null && next.layer() instanceof Layer.Rectifier;
      String output = rectified ? next.name() : node.name();
      operations.add(new Operation(output, operator(node, rectified), node.inputs(), node.head()));
      done.add(output);
    }
    return operations;
  }

  private static boolean includesRectifier(Layer layer) {
    return layer instanceof Layer.Convolution
        || layer instanceof Layer.Dense
        || layer instanceof Layer.BatchNormalization;
  }

  private Operator operator(Node node, boolean rectified) {
    String name = node.name();
    Layer layer = node.layer();
    if (layer instanceof Layer.Convolution convolution) {
      return inFormat(new Convolution(name, convolution, weights, precision, rectified));
    } else if (layer instanceof Layer.Dense dense) {
      // Losses and terms read floats, and dense layers are a small part of a network's work.
      return new Formatted(new Dense(name, dense, weights, rectified), Format.PLANES);
    } else if (layer instanceof Layer.BatchNormalization normalisation) {
      return new BatchNorm(name, normalisation, weights, groups.statistics(), rectified);
    } else if (layer instanceof Layer.Rectifier) {
      return new Rectifier();
    } else if (layer instanceof Layer.MaxPooling pooling) {
      return new MaxPooling(pooling.window());
    } else if (layer instanceof Layer.AveragePooling pooling) {
      return new AveragePooling(pooling.window());
    } else if (layer instanceof Layer.GlobalAverage) {
      return new GlobalAverage();
    } else if (layer instanceof Layer.Dropout drop) {
      return new Dropout(1 - drop.probability(), groups.dropout());
    } else if (layer instanceof Layer.Sum) {
      return inFormat(new Sum());
    }
    throw new IllegalArgumentException(Text.format("no operator for [%s]", layer));
  }

  /** Returns an operator with inputs of one format. Other operators accept any. */
  private Operator inFormat(Operator operator) {
    return new Formatted(operator, Format.of(precision));
  }
}
