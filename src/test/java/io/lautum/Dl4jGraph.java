package io.lautum;

import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.Optimizer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own execution of this project's networks, the independent implementation in tests. */
public final class Dl4jGraph {
  private Dl4jGraph() {}

  /** A model, for inference. */
  public static ComputationGraph of(TrainedModel model) {
    ComputationGraph graph =
        new ComputationGraph(
            Dl4jGraphs.classifier(model.metadata().network().graph(), new Optimizer.None(), 0));
    float[] weights = model.parameters();
    graph.init(Nd4j.create(weights, new long[] {1, weights.length}, 'c'), true);
    return graph;
  }

  /** A network with random weights, which can be trained. */
  public static ComputationGraph of(TransferNetwork network, Optimizer optimizer, long seed) {
    ComputationGraph graph =
        new ComputationGraph(Dl4jGraphs.classifier(network.graph(), optimizer, seed));
    graph.init();
    return graph;
  }
}
