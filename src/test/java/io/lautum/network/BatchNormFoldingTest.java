package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.ImageShape;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchNormFoldingTest {
  private static final ImageShape SHAPE = new ImageShape(3, 16, 16);
  private static final int CLASSES = 4;

  @ParameterizedTest
  @ValueSource(strings = {"cnn", "lenet", "mlp"})
  void foldedNetworkComputesTheSame(String architecture) {
    ComputationGraph network = trained(architecture);
    INDArray images = Nd4j.randn(5, 3, 16, 16).muli(2);
    ComputationGraph folded = BatchNormFolding.fold(network, Updaters.constant(1));
    assertThat(folded.outputSingle(images).data().asFloat())
        .containsExactly(network.outputSingle(images).data().asFloat(), within(1e-4f));
    assertThat(folded.paramTable().keySet()).noneMatch(key -> key.contains("normalisation"));
    // Of its own: a change of one is none of the other.
    INDArray before = network.outputSingle(images).dup();
    folded.params().muli(0);
    assertThat(network.outputSingle(images)).isEqualTo(before);
  }

  @Test
  void statisticsMatterInTheTest() {
    ComputationGraph network = trained("cnn");
    assertThat(network.getParam("normalisation1_1_mean").norm2Number().doubleValue())
        .isGreaterThan(0.1);
    INDArray images = Nd4j.randn(5, 3, 16, 16).muli(2);
    assertThat(network.output(true, images)[0])
        .as("the minibatch's own statistics give something else")
        .isNotEqualTo(network.outputSingle(images));
  }

  @Test
  void whatCannotBeFoldedIsRefused() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(4, 4, 2))
                .addLayer("first", new BatchNormalization.Builder().build(), "image")
                .addLayer("loss", new LossLayer.Builder().build(), "first")
                .setOutputs("loss")
                .build());
    network.init();
    assertThatThrownBy(() -> BatchNormFolding.fold(network, Updaters.constant(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer first: batch normalisation must follow a convolution without activation, got [image]");
  }

  /** A few steps, so that running statistics, scales and shifts are no longer the initial ones. */
  private static ComputationGraph trained(String architecture) {
    Nd4j.getRandom().setSeed(7);
    ComputationGraph network =
        new ComputationGraph(
            new TransferNetwork(architecture, SHAPE, CLASSES, 0)
                .inference(Updaters.constant(0.01), 5));
    network.init();
    for (int step = 0; step < 6; step++) {
      INDArray labels = Nd4j.zeros(8, CLASSES);
      for (int i = 0; i < 8; i++) {
        labels.putScalar(i, i % CLASSES, 1);
      }
      network.fit(new DataSet(Nd4j.randn(8, 3, 16, 16).addi(1), labels));
    }
    return network;
  }
}
