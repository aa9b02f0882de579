package io.lautum.network.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.network.spec.Parameter.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class NetworkGraphTest {
  private static final Shape.Image IMAGE = new Shape.Image(3, 9, 8);
  private static final Layer.Dense DENSE = new Layer.Dense(5, Initialization.UNIFORM);

  @Test
  void shapesFollowFromTheLayers() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(IMAGE);
    String convolved = graph.add("convolution", convolution(4, 3, 2, 1), NetworkGraph.IMAGE);
    String pooled = graph.add("pooling", new Layer.MaxPooling(new Window(2, 2, 0)), convolved);
    graph.add("average", new Layer.GlobalAverage(), pooled);
    graph.add("dense", DENSE, pooled);
    NetworkGraph network = graph.output("out", "dense").build();

    assertThat(network.shapes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                NetworkGraph.IMAGE,
                IMAGE,
                "convolution",
                new Shape.Image(4, 5, 4),
                "pooling",
                new Shape.Image(4, 2, 2),
                "average",
                new Shape.Vector(4),
                "dense",
                new Shape.Vector(5)));
    assertThat(network.width("out")).isEqualTo(5);
  }

  @Test
  void parametersFollowTheOrderOfNodes() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(IMAGE);
    Layer biased = new Layer.Convolution(4, new Window(3, 1, 0), true, Initialization.UNIFORM);
    String convolved = graph.add("convolution", biased, NetworkGraph.IMAGE);
    String normalised = graph.add("norm", new Layer.BatchNormalization(), convolved);
    graph.add("dense", DENSE, normalised);
    ParameterLayout layout = graph.output("out", "dense").build().parameters();

    assertThat(layout.parameters())
        .extracting(p -> p.layer() + " " + p.kind() + " " + p.offset() + " " + p.length())
        .containsExactly(
            "convolution BIAS 0 4",
            "convolution WEIGHTS 4 108",
            "norm SCALE 112 4",
            "norm SHIFT 116 4",
            "norm RUNNING_MEAN 120 4",
            "norm RUNNING_DEVIATION 124 4",
            "dense WEIGHTS 128 840",
            "dense BIAS 968 5");
    assertThat(layout.length()).isEqualTo(973);
    assertThat(layout.matrices())
        .containsExactly(
            new WeightMatrix("convolution", 4, 4, 27), new WeightMatrix("dense", 128, 5, 168));
    assertThat(layout.trainable().others()).containsExactly(new TrainableMask.Range(120, 128));
    assertThat(layout.of("norm", Kind.SHIFT).end()).isEqualTo(120);
    assertThat(layout.offset("dense")).isEqualTo(128);
  }

  @Test
  void headsComeLastAndLeaveTheModelUnchanged() {
    NetworkGraph model = dense();
    NetworkGraph network =
        model.with(new Head("domain", "out", List.of(new Layer.Rectifier(), DENSE)));

    assertThat(network.nodes())
        .extracting(Node::name)
        .containsExactly("dense", "domain.1", "domain");
    assertThat(network.width("domain")).isEqualTo(5);
    assertThat(network.model()).isEqualTo(model);
    assertThat(network.parameters().modelLength()).isEqualTo(model.parameters().length());
    assertThat(network.weights()).isEqualTo(model.weights() + 5 * 5 + 5);
    assertThat(SerializationUtils.clone(network)).isEqualTo(network);
  }

  @Test
  void malformedNetworksAreRejectedWithTheNode() {
    assertRejected(
        graph -> graph.add("a", DENSE, "b"), "node [a] has the input [b], which is not before it");
    assertRejected(
        graph -> {
          graph.add("a", DENSE, NetworkGraph.IMAGE);
          graph.add("a", DENSE, NetworkGraph.IMAGE);
        },
        "node [a]: the name is used twice");
    assertRejected(graph -> graph.output("out", "a"), "output [out] has an unknown node: [a]");
    assertRejected(
        graph -> graph.add("a", convolution(4, 11, 1, 0), NetworkGraph.IMAGE),
        "node [a]: a window of [11] pixels does not fit into [9] pixels with [0] of padding");
    assertRejected(
        graph -> {
          graph.add("a", DENSE, NetworkGraph.IMAGE);
          graph.add("b", convolution(4, 3, 1, 0), "a");
        },
        "node [b]: expected an image, got a vector of [5]");
    assertRejected(
        graph -> {
          graph.add("a", DENSE, NetworkGraph.IMAGE);
          graph.add("b", new Layer.Sum(), "a", NetworkGraph.IMAGE);
        },
        "node [b]: expected two or more inputs of one shape, got [5, 3x9x8]");
    assertRejected(
        graph -> graph.add("a", DENSE, NetworkGraph.IMAGE, NetworkGraph.IMAGE),
        "node [a]: expected one input, got [2]");
  }

  @Test
  void unknownOutputIsRejectedWithKnownOutputs() {
    assertThatThrownBy(() -> dense().width("logits"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an output of [out], got [logits]");
  }

  private static void assertRejected(Consumer<NetworkGraph.Builder> nodes, String message) {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(IMAGE);
    nodes.accept(graph);
    assertThatThrownBy(graph::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static NetworkGraph dense() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(IMAGE);
    return graph.output("out", graph.add("dense", DENSE, NetworkGraph.IMAGE)).build();
  }

  private static Layer convolution(int channels, int size, int stride, int padding) {
    Window window = new Window(size, stride, padding);
    return new Layer.Convolution(channels, window, false, Initialization.UNIFORM);
  }
}
