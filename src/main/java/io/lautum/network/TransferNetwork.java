package io.lautum.network;

import io.lautum.UserException;
import io.lautum.data.ImageShape;
import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The graphs of one network: hidden layers of an {@link Architecture}, a dense layer {@code logits}
 * of one output a class, and softmax cross-entropy. Weights are a flat vector in the order of the
 * layers, which is the same in both graphs, so weights move between them as they are.
 *
 * @param architecture name in {@link Architectures}
 * @param shape of the images
 * @param classes number of classes
 * @param dropout probability of dropping a feature while training
 */
public record TransferNetwork(String architecture, ImageShape shape, int classes, double dropout)
    implements Serializable {
  private static final int LABELLED = 0;

  /**
   * @throws UserException if there is no such architecture or the images are too small for it
   * @throws IllegalArgumentException if another value is none of a network
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

  /**
   * The one-input graph: {@code image} to class probabilities. It can be trained on labelled
   * images.
   *
   * @param seed of the initial weights and of dropout
   */
  public ComputationGraphConfiguration inference(IUpdater updater, long seed) {
    return inference(updater, seed, DataType.FLOAT);
  }

  private ComputationGraphConfiguration inference(IUpdater updater, long seed, DataType type) {
    GraphBuilder graph = start(updater, seed, type).addInputs("image");
    graph.setInputTypes(inputType());
    addLayers(graph, "image");
    return graph
        .addLayer("probabilities", crossEntropy(), "logits")
        .setOutputs("probabilities")
        .build();
  }

  /** Number of weights. Makes no array, whatever the dimensions are. */
  public long weights() {
    return inference(new NoOp(), 0).getVertices().values().stream()
        .mapToLong(vertex -> vertex.numParams(false))
        .sum();
  }

  /** Random weights, in the flat order. */
  public float[] initialWeights(long seed) {
    ComputationGraph graph = new ComputationGraph(inference(Updaters.constant(1), seed));
    graph.init();
    return graph.params().toFloatVector();
  }

  /**
   * The training graph. With a term it has the inputs {@code labelled} and {@code unlabelled},
   * batches of equal size, which pass all layers as one stacked batch. The term sees all of it, the
   * cross-entropy its first half. Without, it is {@link #inference}'s, so that target images cannot
   * leak into batch normalisation.
   */
  public ComputationGraphConfiguration training(
      IUpdater updater, long seed, Optional<TransferTerm> term) {
    return training(updater, seed, term, DataType.FLOAT);
  }

  ComputationGraphConfiguration training(
      IUpdater updater, long seed, Optional<TransferTerm> optional, DataType type) {
    if (optional.isEmpty()) {
      return inference(updater, seed, type);
    }
    TransferTerm term = optional.get();
    GraphBuilder graph = start(updater, seed, type).addInputs("labelled", "unlabelled");
    graph.setInputTypes(inputType(), inputType());
    graph.addVertex("stacked", new StackVertex(), "labelled", "unlabelled");
    addLayers(graph, "stacked");
    return graph
        .addVertex("labelledLogits", new UnstackVertex(LABELLED, 2), "logits")
        .addLayer("probabilities", crossEntropy(), "labelledLogits")
        .addLayer(
            "term",
            new LossLayer.Builder(term.loss()).activation(term.on().activation()).build(),
            term.on().layer())
        .setOutputs("probabilities", "term")
        .build();
  }

  private GraphBuilder start(IUpdater updater, long seed, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .updater(updater)
        // U(±1/√inputs): smaller than is usual before rectifiers, and better with few labels.
        .weightInit(WeightInit.UNIFORM)
        .graphBuilder();
  }

  private void addLayers(GraphBuilder graph, String input) {
    String features = Architectures.named(architecture).addTo(graph, input);
    DenseLayer.Builder logits =
        new DenseLayer.Builder()
            .nOut(classes)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER);
    if (dropout > 0) {
      // DL4J drops a layer's inputs, and takes the probability of keeping one.
      logits.dropOut(1 - dropout);
    }
    graph.addLayer("logits", logits.build(), features);
  }

  private InputType inputType() {
    return InputType.convolutional(shape.height(), shape.width(), shape.channels());
  }

  private static LossLayer crossEntropy() {
    return new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
