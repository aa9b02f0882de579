package io.lautum.network.model;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.network.architecture.Architectures;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.Dense;
import io.lautum.network.spec.Layer.Dropout;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import java.io.Serializable;

/**
 * A classifier: the hidden layers of an architecture and a dense layer {@code logits} of one output
 * per class.
 *
 * @param architecture name in {@link Architectures}
 * @param shape of the images
 * @param classes number of classes
 * @param dropout probability of dropping a feature while training
 */
public record TransferNetwork(String architecture, ImageShape shape, int classes, double dropout)
    implements Serializable {
  /**
   * @throws UserException if there is no such architecture or the images are too small for it
   * @throws IllegalArgumentException if another value is not one of a network
   */
  public TransferNetwork {
    if (shape == null || classes < 1 || !(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "a network has a shape, a class or more and a dropout in [0, 1), got [%s], [%d] and [%s]"
              .formatted(shape, classes, dropout));
    }
    int smallest = Architectures.named(architecture).smallestSide();
    if (Math.min(shape.height(), shape.width()) < smallest) {
      throw new UserException(
          "network.architecture = %s: expected images of at least %dx%d, found %s"
              .formatted(architecture, smallest, smallest, shape));
    }
  }

  /** The layers, with the outputs {@code features} and {@code logits}. */
  public NetworkGraph graph() {
    NetworkGraph.Builder graph =
        new NetworkGraph.Builder(new Shape.Image(shape.channels(), shape.height(), shape.width()));
    String features = Architectures.named(architecture).addTo(graph);
    String last = dropout > 0 ? graph.add("dropout", new Dropout(dropout), features) : features;
    String logits = graph.add("logits", new Dense(classes, Initialization.XAVIER), last);
    return graph
        .output(NetworkGraph.FEATURES, features)
        .output(NetworkGraph.LOGITS, logits)
        .build();
  }

  /** Number of weights. Makes no array, whatever the dimensions are. */
  public long weights() {
    return graph().weights();
  }

  /** Random weights, in the flat order. */
  public float[] initialWeights(long seed) {
    return Dl4jGraphs.initialWeights(graph(), seed);
  }
}
