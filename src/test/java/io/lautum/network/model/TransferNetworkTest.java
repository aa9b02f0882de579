package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class TransferNetworkTest {
  @Test
  void seedDeterminesTheInitialWeights() {
    TransferNetwork network = network("mlp", 0);
    float[] weights = network.initialWeights(1);
    assertThat(weights).hasSize((int) network.weights());
    assertThat(network.initialWeights(1)).isEqualTo(weights);
    assertThat(network.initialWeights(2)).isNotEqualTo(weights);
  }

  @Test
  void dropoutIsTheLastLayerBeforeTheLogits() {
    NetworkGraph graph = network("cnn", 0.25).graph();
    assertThat(graph.nodes().get(graph.nodes().size() - 2).layer())
        .isEqualTo(new Layer.Dropout(0.25));
    assertThat(network("cnn", 0).graph().nodes())
        .noneMatch(node -> node.layer() instanceof Layer.Dropout);
    assertThat(graph.parameters()).isEqualTo(network("cnn", 0).graph().parameters());
  }

  @Test
  void survivesJavaSerialisation() {
    TransferNetwork network = network("cnn", 0.25);
    assertThat(SerializationUtils.clone(network)).isEqualTo(network);
  }

  private static TransferNetwork network(String architecture, double dropout) {
    return new TransferNetwork(architecture, new ImageShape(1, 8, 8), 3, dropout);
  }
}
