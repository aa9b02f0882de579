package io.lautum.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.Dl4jGraph;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.Optimizer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

public class ArchitecturesTest {
  @Test
  void unknownNameIsRejectedWithKnownNames() {
    assertThatThrownBy(() -> new TransferNetwork("resnet", new ImageShape(1, 28, 28), 10, 0))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "network.architecture = resnet: expected one of cnn, lenet, linear, mlp, wrn-16-2,"
                + " wrn-16-4, wrn-28-2");
  }

  @ParameterizedTest
  @CsvSource({"lenet, 16", "cnn, 8", "mlp, 1", "wrn-16-2, 8"})
  void smallestImagesPassAndSmallerOnesAreRejected(String name, int side) {
    ComputationGraph network = graph(name, new ImageShape(2, side, side), 3);
    assertThat(network.outputSingle(Nd4j.ones(1, 2, side, side)).shape()).containsExactly(1, 3);
    if (side > 1) {
      assertThatThrownBy(() -> new TransferNetwork(name, new ImageShape(2, 40, side - 1), 3, 0))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "network.architecture = %s: expected images of at least %dx%d, found 2x40x%d",
              name, side, side, side - 1);
    }
  }

  @Test
  void leNetHasTheNumberOfWeightsOfCaffes() {
    assertThat(graph("lenet", new ImageShape(1, 28, 28), 10).numParams()).isEqualTo(431_080);
  }

  @Test
  void cnnHasTheWeightsOfItsLayers() {
    long convolutions =
        9L * (3 * 32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128); // without bias
    long normalisations = 4L * 2 * (32 + 64 + 128); // scale, shift, mean, variance
    long logits = 128 * 10 + 10;
    assertThat(graph("cnn", new ImageShape(3, 32, 32), 10).numParams())
        .isEqualTo(convolutions + normalisations + logits);
  }

  @Test
  void mlpHasTheWeightsOfItsLayers() {
    assertThat(graph("mlp", new ImageShape(3, 4, 5), 7).numParams())
        .isEqualTo((60 * 256 + 256) + (256 * 256 + 256) + (256 * 7 + 7));
  }

  @Test
  void widthsSetTheLayersOfAPerceptron() {
    assertThat(graph("mlp-32-16", new ImageShape(60, 1, 1), 7).numParams())
        .isEqualTo((60 * 32 + 32) + (32 * 16 + 16) + (16 * 7 + 7));
    assertThat(graph("linear", new ImageShape(60, 1, 1), 7).numParams())
        .isEqualTo((60 * 256 + 256) + (256 * 7 + 7));
  }

  private static ComputationGraph graph(String name, ImageShape shape, int classes) {
    TransferNetwork network = new TransferNetwork(name, shape, classes, 0);
    return Dl4jGraph.of(network, Optimizer.constant(1e-3), 1);
  }
}
