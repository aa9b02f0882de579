package io.lautum.execution.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.data.ImageShape;
import io.lautum.execution.Engine;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ChainTest {
  @Test
  void readsLayersAndTerm() {
    ComputationGraphConfiguration graph =
        OneDnnNetworkTest.graph("cnn", new ImageShape(3, 32, 32), "FEATURES", 0.5);
    Chain chain = Chain.of(graph);
    assertThat(chain.layers()).extracting(Chain.Link::name).startsWith("convolution1_1");
    assertThat(chain.layers()).extracting(Chain.Link::name).endsWith("features", "logits");
    assertThat(chain.term()).get().extracting(Chain.Term::layer).isEqualTo("features");
    assertThat(chain.term()).get().extracting(Chain.Term::softmax).isEqualTo(false);
  }

  @Test
  void saysWhyAGraphIsNoSuchChain() {
    assertThat(obstacle(new Sgd(0.1), DataType.FLOAT, Activation.RELU, LossFunction.MCXENT))
        .isEqualTo("layer hidden (DenseLayer) has a type or option without a oneDNN operator");
    assertThat(obstacle(new Adam(), DataType.DOUBLE, Activation.RELU, LossFunction.MCXENT))
        .isEqualTo("data type DOUBLE");
    assertThat(obstacle(new Adam(), DataType.FLOAT, Activation.TANH, LossFunction.MCXENT))
        .startsWith("layer hidden (DenseLayer)");
    assertThat(obstacle(new Adam(), DataType.FLOAT, Activation.RELU, LossFunction.MSE))
        .isEqualTo("a loss other than softmax cross-entropy");
    assertThat(
            Chain.obstacle(dense(new Adam(), DataType.FLOAT, Activation.RELU, LossFunction.MCXENT)))
        .isEmpty();
  }

  @Test
  void refusesDifferentUpdaters() {
    GraphBuilder graph = start(new Adam(0.1), DataType.FLOAT);
    graph
        .addLayer(
            "hidden",
            new DenseLayer.Builder()
                .nOut(4)
                .updater(new Adam(0.2))
                .activation(Activation.RELU)
                .build(),
            "image")
        .addLayer(
            "logits",
            new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            "hidden")
        .addLayer("probabilities", loss(LossFunction.MCXENT), "logits");
    assertThat(Chain.obstacle(graph.setOutputs("probabilities").build()))
        .contains("2 different updaters");
  }

  @Test
  void refusesABranch() {
    GraphBuilder graph = start(new Adam(), DataType.FLOAT);
    graph
        .addLayer("one", new DenseLayer.Builder().nOut(3).build(), "image")
        .addLayer("two", new DenseLayer.Builder().nOut(3).build(), "one")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "one", "two")
        .addLayer("probabilities", loss(LossFunction.MCXENT), "sum");
    assertThat(Chain.obstacle(graph.setOutputs("probabilities").build())).isPresent();
  }

  @Test
  void refusesAveragePooling() {
    GraphBuilder graph = start(new Adam(), DataType.FLOAT);
    graph
        .addLayer(
            "convolution",
            new ConvolutionLayer.Builder(3, 3).nOut(2).activation(Activation.RELU).build(),
            "image")
        .addLayer(
            "pooling",
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).build(),
            "convolution")
        .addLayer(
            "logits",
            new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            "pooling")
        .addLayer("probabilities", loss(LossFunction.MCXENT), "logits");
    assertThat(Chain.obstacle(graph.setOutputs("probabilities").build()))
        .contains(
            "layer pooling (SubsamplingLayer) has a type or option without a oneDNN operator");
  }

  @Test
  void theEngineIsWhatTheGraphAllows() {
    var supported = dense(new Adam(), DataType.FLOAT, Activation.RELU, LossFunction.MCXENT);
    var unsupported = dense(new Sgd(0.1), DataType.FLOAT, Activation.RELU, LossFunction.MCXENT);
    assertThat(Engine.of("auto", supported)).isEqualTo(Engine.ONEDNN);
    assertThat(Engine.of("onednn", supported)).isEqualTo(Engine.ONEDNN);
    assertThat(Engine.of("dl4j", supported)).isEqualTo(Engine.DL4J);
    assertThat(Engine.of("auto", unsupported)).isEqualTo(Engine.DL4J);
    assertThatThrownBy(() -> Engine.of("onednn", unsupported))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("network.engine = onednn: it cannot execute this network here")
        .hasMessageEndingWith("set it to dl4j");
  }

  private static String obstacle(
      IUpdater updater, DataType type, Activation activation, LossFunction loss) {
    return Chain.obstacle(dense(updater, type, activation, loss)).orElseThrow();
  }

  private static ComputationGraphConfiguration dense(
      IUpdater updater, DataType type, Activation activation, LossFunction loss) {
    return start(updater, type)
        .addLayer(
            "hidden", new DenseLayer.Builder().nOut(4).activation(activation).build(), "image")
        .addLayer(
            "logits",
            new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            "hidden")
        .addLayer("probabilities", loss(loss), "logits")
        .setOutputs("probabilities")
        .build();
  }

  private static GraphBuilder start(IUpdater updater, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .updater(updater)
        .dataType(type)
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(6, 6, 1));
  }

  private static LossLayer loss(LossFunction function) {
    return new LossLayer.Builder(function).activation(Activation.SOFTMAX).build();
  }
}
