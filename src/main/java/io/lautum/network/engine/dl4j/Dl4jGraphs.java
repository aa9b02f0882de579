package io.lautum.network.engine.dl4j;

import io.lautum.experiment.random.Seeds;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Optimizer;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Translates a network to DL4J's configurations. Their flat weights have this project's order:
 * layers in the order of the nodes.
 */
public final class Dl4jGraphs {
  /** Name of the layer with class probabilities and cross-entropy. */
  public static final String PROBABILITIES = "probabilities";

  private Dl4jGraphs() {}

  /**
   * Returns the graph from images to class probabilities, which can be trained on labelled images.
   */
  public static ComputationGraphConfiguration classifier(
      NetworkGraph network, Optimizer optimizer, long seed) {
    GraphBuilder graph = start(optimizer, seed).addInputs(NetworkGraph.IMAGE);
    graph.setInputTypes(inputType(network));
    addLayers(graph, network, NetworkGraph.IMAGE);
    graph.addLayer(PROBABILITIES, crossEntropy(), network.node(NetworkGraph.LOGITS));
    return ordered(graph.setOutputs(PROBABILITIES).build());
  }

  /**
   * Returns the graph from images to the given outputs, each followed by a layer named by {@link
   * #outputLayer}. The graph has no loss; the caller supplies gradients, for the mean over the
   * minibatch.
   */
  static ComputationGraphConfiguration open(
      NetworkGraph network, Optimizer optimizer, Collection<String> outputs, long seed) {
    GraphBuilder graph =
        builder(optimizer, seed).miniBatch(false).graphBuilder().addInputs(NetworkGraph.IMAGE);
    graph.setInputTypes(inputType(network));
    addLayers(graph, network, NetworkGraph.IMAGE);
    for (String output : outputs) {
      // DL4J overwrites the gradient of an output that other layers use.
      graph.addLayer(
          outputLayer(output),
          new ActivationLayer.Builder().activation(Activation.IDENTITY).build(),
          network.node(output));
    }
    return ordered(
        graph
            .setOutputs(outputs.stream().map(Dl4jGraphs::outputLayer).toArray(String[]::new))
            .build());
  }

  static String outputLayer(String output) {
    return "output " + output;
  }

  /** Returns a graph without inputs and layers. */
  public static GraphBuilder start(Optimizer optimizer, long seed) {
    return builder(optimizer, seed).graphBuilder();
  }

  private static NeuralNetConfiguration.Builder builder(Optimizer optimizer, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(nd4jSeed(seed))
        .dataType(DataType.FLOAT)
        .updater(Dl4jUpdaters.of(optimizer));
  }

  /** Returns a seed for ND4J, which replaces the seed 0 by the time of day. */
  static long nd4jSeed(long seed) {
    return seed == 0 ? Seeds.derive(seed) : seed;
  }

  /** Returns DL4J's type of the images. */
  public static InputType inputType(NetworkGraph network) {
    return InputType.convolutional(
        network.input().height(), network.input().width(), network.input().channels());
  }

  /**
   * Adds a network's layers.
   *
   * @param images vertex that represents the images
   */
  public static void addLayers(GraphBuilder graph, NetworkGraph network, String images) {
    network
        .nodes()
        .forEach(
            node -> {
              String[] inputs =
                  node.inputs().stream()
                      .map(name -> name.equals(NetworkGraph.IMAGE) ? images : name)
                      .toArray(String[]::new);
              Dl4jLayers.add(graph, node, inputs);
            });
  }

  /** Returns a layer with softmax and its cross-entropy. */
  public static LossLayer crossEntropy() {
    return new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /**
   * Returns the configuration with its layers, and thereby the flat weights, in the order of
   * declaration.
   */
  public static ComputationGraphConfiguration ordered(ComputationGraphConfiguration graph) {
    List<String> names =
        Stream.concat(graph.getNetworkInputs().stream(), graph.getVertices().keySet().stream())
            .toList();
    graph.setTopologicalOrder(IntStream.range(0, names.size()).toArray());
    graph.setTopologicalOrderStr(names);
    return graph;
  }

  /** Returns random weights of a network, in the flat order. */
  public static float[] initialWeights(NetworkGraph network, long seed) {
    ComputationGraph graph =
        new ComputationGraph(open(network, new Optimizer.None(), network.outputs().keySet(), seed));
    graph.init();
    return graph.params().toFloatVector();
  }
}
