package io.lautum.execution.onednn;

import io.lautum.network.TransferLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A training graph as the chain of layers that it is: images, stacked labelled over unlabelled
 * where there is a term, through one layer after the other to the logits, with softmax
 * cross-entropy of the labelled rows and the term on some layer's output for all rows.
 *
 * @param layers from the images to the logits
 * @param term the term, if the graph has one
 */
public record Chain(List<Link> layers, Optional<Term> term) {
  private static final String TERM = "term";

  /**
   * One layer.
   *
   * @param name of the layer
   */
  record Link(String name, Layer layer) {}

  /**
   * The term.
   *
   * @param layer whose output it sees
   * @param softmax whether it sees the softmax of that output
   */
  record Term(String layer, boolean softmax, TransferLoss loss) {}

  /** Why oneDNN cannot execute a graph; empty where it can. */
  public static Optional<String> obstacle(ComputationGraphConfiguration graph) {
    try {
      of(graph);
      return Optional.empty();
    } catch (UnsupportedGraphException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Reads a graph.
   *
   * @throws UnsupportedGraphException if it is no such chain
   */
  static Chain of(ComputationGraphConfiguration graph) {
    if (graph.getDataType() != DataType.FLOAT) {
      throw new UnsupportedGraphException("data type " + graph.getDataType());
    }
    Optional<Term> term = term(graph);
    String last =
        term.isEmpty() ? only(graph, graph.getNetworkInputs().get(0), "input") : stack(graph);
    List<Link> links = new ArrayList<>();
    for (String name = last; ; name = next(graph, name)) {
      Layer layer = layer(graph, name);
      if (layer instanceof LossLayer) {
        requireCrossEntropy((LossLayer) layer);
        break;
      }
      Operators.requireSupported(name, layer);
      links.add(new Link(name, layer));
    }
    requireOneUpdater(links);
    return new Chain(List.copyOf(links), term);
  }

  private static Optional<Term> term(ComputationGraphConfiguration graph) {
    if (graph.getNetworkInputs().size() == 1) {
      return Optional.empty();
    }
    GraphVertex vertex = graph.getVertices().get(TERM);
    if (vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof LossLayer loss
        && loss.getLossFn() instanceof TransferLoss target) {
      String of = graph.getVertexInputs().get(TERM).get(0);
      return Optional.of(new Term(of, loss.getActivationFn() instanceof ActivationSoftmax, target));
    }
    throw new UnsupportedGraphException("two inputs without a term");
  }

  private static String stack(ComputationGraphConfiguration graph) {
    String stacked = only(graph, graph.getNetworkInputs().get(0), "input");
    if (!(graph.getVertices().get(stacked) instanceof StackVertex)) {
      throw new UnsupportedGraphException("two inputs that are not stacked");
    }
    return only(graph, stacked, "stacked images");
  }

  /** The layer after this one; looks past the term and through the vertex before cross-entropy. */
  private static String next(ComputationGraphConfiguration graph, String name) {
    List<String> others =
        followers(graph, name).stream().filter(follower -> !follower.equals(TERM)).toList();
    if (others.size() != 1) {
      throw new UnsupportedGraphException(
          "layer %s has %d followers".formatted(name, others.size()));
    }
    String follower = others.get(0);
    return graph.getVertices().get(follower) instanceof UnstackVertex half && half.getFrom() == 0
        ? only(graph, follower, follower)
        : follower;
  }

  private static String only(ComputationGraphConfiguration graph, String name, String what) {
    List<String> followers = followers(graph, name);
    if (followers.size() != 1) {
      throw new UnsupportedGraphException("%s has %d followers".formatted(what, followers.size()));
    }
    return followers.get(0);
  }

  private static List<String> followers(ComputationGraphConfiguration graph, String name) {
    return graph.getVertexInputs().entrySet().stream()
        .filter(inputs -> inputs.getValue().contains(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Layer layer(ComputationGraphConfiguration graph, String name) {
    GraphVertex vertex = graph.getVertices().get(name);
    if (vertex instanceof LayerVertex layer
        && (layer.getPreProcessor() == null
            || layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor)) {
      return layer.getLayerConf().getLayer();
    }
    throw new UnsupportedGraphException("vertex %s is no plain layer".formatted(name));
  }

  /** Of all layers with weights. */
  Adam updater() {
    return (Adam) updaters(layers).get(0);
  }

  private static void requireOneUpdater(List<Link> links) {
    List<IUpdater> updaters = updaters(links);
    if (updaters.size() != 1) {
      throw new UnsupportedGraphException("%d different updaters".formatted(updaters.size()));
    }
  }

  private static List<IUpdater> updaters(List<Link> links) {
    return links.stream()
        .filter(link -> link.layer() instanceof BaseLayer)
        .map(link -> ((BaseLayer) link.layer()).getIUpdater())
        .distinct()
        .toList();
  }

  private static void requireCrossEntropy(LossLayer layer) {
    if (!(layer.getLossFn() instanceof LossMCXENT loss)
        || loss.getWeights() != null
        || !(layer.getActivationFn() instanceof ActivationSoftmax)) {
      throw new UnsupportedGraphException("a loss other than softmax cross-entropy");
    }
  }
}
