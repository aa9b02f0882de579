package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's own gradient check of a small smooth two-input graph, every weight of it. */
public class LautumGraphGradientTest {
  private static final int N = 40;

  private final DataType defaultType = Nd4j.dataType();

  /** The check refuses to run with another default. */
  @BeforeEach
  void doubleByDefault() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterEach
  void restoreDefault() {
    Nd4j.setDefaultDataTypes(defaultType, defaultType);
  }

  @ParameterizedTest
  @CsvSource({"logits, SOFTMAX", "logits, IDENTITY", "features, IDENTITY"})
  void crossEntropyWithLautumTerm(String layer, Activation activation) {
    ComputationGraph graph = graph(layer, activation);
    Nd4j.getRandom().setSeed(8);
    INDArray labels = Nd4j.zeros(N, 3);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    INDArray white = Nd4j.randn(N, 2);
    // Images that depend on the components, so that the term has something to follow, and noise.
    INDArray target = Nd4j.hstack(white, Nd4j.randn(N, 2)).addi(Nd4j.randn(N, 4).muli(0.5));
    assertThat(
            GradientCheckUtil.checkGradients(
                new GradientCheckUtil.GraphConfig()
                    .net(graph)
                    .inputs(new INDArray[] {Nd4j.randn(N, 4), target})
                    .labels(new INDArray[] {labels, Nd4j.vstack(Nd4j.zeros(N, 2), white)})
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)))
        .isTrue();
    LautumLoss loss =
        (LautumLoss) ((LossLayer) graph.getLayer("term").conf().getLayer()).getLossFn();
    assertThat(loss.measure()).as("nats, of two components below the cap").isBetween(0.1, 50.0);
  }

  private static ComputationGraph graph(String layer, Activation activation) {
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
                    new LossLayer.Builder(new LautumLoss(1.3, 0.1, 0, 0.999, 0))
                        .activation(activation)
                        .build(),
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
