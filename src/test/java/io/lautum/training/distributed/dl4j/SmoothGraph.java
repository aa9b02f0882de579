package io.lautum.training.distributed.dl4j;

import io.lautum.network.loss.TermSpec;
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
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A small two-input training graph in double precision, with smooth activations only. */
final class SmoothGraph {
  private SmoothGraph() {}

  /**
   * Returns a graph with four inputs, five features and three classes.
   *
   * @param layer layer that the term uses, {@code features} or {@code logits}
   */
  static ComputationGraph of(TermSpec term, String layer, Activation activation) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("source", "target")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(4))
                .addVertex("stacked", new StackVertex(), "source", "target")
                .addLayer("features", dense(5, Activation.TANH), "stacked")
                .addLayer("logits", dense(3, Activation.IDENTITY), "features")
                .addVertex("sourceLogits", new UnstackVertex(0, 2), "logits")
                .addLayer(
                    "probabilities",
                    new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "sourceLogits")
                .addLayer(
                    "term",
                    new LossLayer.Builder(Dl4jTermLoss.of(term)).activation(activation).build(),
                    layer)
                .setOutputs("probabilities", "term")
                .build());
    graph.init();
    return graph;
  }

  private static DenseLayer dense(int units, Activation activation) {
    return new DenseLayer.Builder().nOut(units).activation(activation).build();
  }
}
