package io.lautum;

import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.Optimizer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/** Creates DL4J graphs of this project's networks, as independent implementations for tests. */
public final class Dl4jGraph {
  private Dl4jGraph() {}

  /** Returns the graph of a model, for inference. */
  public static ComputationGraph of(TrainedModel model) {
    ComputationGraph graph =
        new ComputationGraph(
            Dl4jGraphs.classifier(model.metadata().network().graph(), new Optimizer.None(), 0));
    float[] weights = model.parameters();
    graph.init(Nd4j.create(weights, new long[] {1, weights.length}, 'c'), true);
    return graph;
  }

  /** Returns the trainable graph of a network, with random weights. */
  public static ComputationGraph of(TransferNetwork network, Optimizer optimizer, long seed) {
    ComputationGraph graph =
        new ComputationGraph(Dl4jGraphs.classifier(network.graph(), optimizer, seed));
    graph.init();
    return graph;
  }
}
