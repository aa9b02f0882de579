package io.lautum.network.model;

import io.lautum.Text;
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
 * A classifier: the hidden layers of an architecture and a dense layer {@code logits} with one
 * output per class.
 *
 * @param architecture name of the architecture in {@link Architectures}
 * @param shape shape of the images
 * @param classes number of classes
 * @param dropout probability of dropping a feature while training
 */
public record TransferNetwork(String architecture, ImageShape shape, int classes, double dropout)
    implements Serializable {
  /**
   * @throws UserException if the architecture does not exist or the images are too small for it
   * @throws IllegalArgumentException if another value is invalid
   */
  public TransferNetwork {
    if (shape == null || classes < 1 || !(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          Text.format(
              "a network needs a shape, at least one class and a dropout in [0, 1), got [%s], [%d]"
                  + " and [%s]",
              shape, classes, dropout));
    }
    int smallest = Architectures.named(architecture).smallestSide();
    if (smallest > 1 && shape.height() == 1 && shape.width() == 1) {
      throw new UserException(
          Text.format(
              "network.architecture = %s: it convolves images, found vectors of %d values; set it"
                  + " to mlp or linear",
              architecture, shape.size()));
    }
    if (Math.min(shape.height(), shape.width()) < smallest) {
      throw new UserException(
          Text.format(
              "network.architecture = %s: expected images of at least %dx%d, found %s",
              architecture, smallest, smallest, shape));
    }
  }

  /** Returns the layers, with the outputs {@code features} and {@code logits}. */
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

  /** Returns the number of weights without allocating arrays, which could be large. */
  public long weights() {
    return graph().weights();
  }

  /** Returns random weights, in the flat order. */
  public float[] initialWeights(long seed) {
    return Dl4jGraphs.initialWeights(graph(), seed);
  }
}
