package io.lautum.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideResNetTest {
  /** The authors count 0.7, 1.5 and 2.8 million weights, without running averages. */
  @ParameterizedTest
  @CsvSource({"wrn-16-2, 16, 2", "wrn-28-2, 28, 2", "wrn-16-4, 16, 4"})
  void hasTheWeightsOfItsConvolutions(String name, int depth, int width) {
    int blocks = (depth - 4) / 6;
    long weights = 9 * 3 * 16;
    long normalised = 0;
    int channels = 16;
    for (int group = 0; group < 3; group++) {
      int wide = 16 * width << group;
      for (int block = 0; block < blocks; block++) {
        weights += 9L * channels * wide + 9L * wide * wide;
        weights += channels == wide ? 0 : (long) channels * wide;
        normalised += channels + wide;
        channels = wide;
      }
    }
    normalised += channels;
    NetworkGraph network = network(name, 32);
    assertThat(network.weights()).isEqualTo(weights + 4 * normalised + 10L * channels + 10);
    assertThat(network.width(NetworkGraph.FEATURES)).isEqualTo(64 * width);
  }

  @Test
  void shortcutThatChangesTheWidthStartsFromTheActivation() {
    NetworkGraph network = network("wrn-16-2", 32);
    for (String block : List.of("1_1", "2_1", "3_1")) {
      assertThat(node(network, "shortcut" + block).inputs())
          .isEqualTo(node(network, "convolution" + block + "a").inputs())
          .containsExactly("rectifier" + block + "a");
    }
    assertThat(node(network, "sum1_2").inputs()).containsExactly("sum1_1", "convolution1_2b");
    assertThat(network.nodes()).filteredOn(node -> node.layer() instanceof Layer.Sum).hasSize(6);
  }

  @Test
  void sidesAreHalvedTwice() {
    var shapes = network("wrn-16-2", 32).shapes();
    assertThat(shapes.get("sum1_2")).isEqualTo(new Shape.Image(32, 32, 32));
    assertThat(shapes.get("sum2_2")).isEqualTo(new Shape.Image(64, 16, 16));
    assertThat(shapes.get("sum3_2")).isEqualTo(new Shape.Image(128, 8, 8));
  }

  @ParameterizedTest
  @CsvSource({"32, 0, 32", "33, 1, 17", "64, 1, 32", "96, 2, 24", "224, 3, 28"})
  void largerImagesPassStridedConvolutionsFirst(int side, int stems, int reached) {
    NetworkGraph network = network("wrn-16-2", side);
    assertThat(network.nodes()).filteredOn(n -> n.name().matches("stem\\d+")).hasSize(stems);
    assertThat(network.shapes().get("stem")).isEqualTo(new Shape.Image(16, reached, reached));
  }

  @Test
  void otherDepthsAreRejected() {
    assertThatThrownBy(() -> new WideResNet(17, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a depth of 6n + 4 and a width of 1 or more, got [17] and [2]");
  }

  private static Node node(NetworkGraph network, String name) {
    return network.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static NetworkGraph network(String name, int side) {
    return new TransferNetwork(name, new ImageShape(3, side, side), 10, 0).graph();
  }
}
