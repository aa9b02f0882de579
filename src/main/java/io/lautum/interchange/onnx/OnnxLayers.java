package io.lautum.interchange.onnx;

import static io.lautum.interchange.onnx.OnnxGraph.integer;
import static io.lautum.interchange.onnx.OnnxGraph.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.lautum.Text;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Layer.Convolution;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the layers of a network in inference mode to an ONNX graph. A batch normalisation that alone
 * reads a convolution becomes a part of it; any other one is a factor and an addend per channel.
 * Dropout adds no node.
 */
final class OnnxLayers {
  private static final String SCALE = ".scale";
  private static final String SHIFT = ".shift";
  private static final String WEIGHTS = ".weights";
  private static final String BIAS = ".bias";

  private final NetworkGraph network;
  private final ParameterLayout layout;
  private final float[] weights;
  private final OnnxGraph graph;
  private final String input;

  /** The name in the ONNX graph of each value of the network. */
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param input name that the graph has already; empty if no node has the name
   */
  OnnxLayers(NetworkGraph network, float[] weights, OnnxGraph graph, String input) {
    this.input = input;
    this.network = network;
    this.layout = network.parameters();
    this.weights = weights;
    this.graph = graph;
  }

  /**
   * Adds all layers.
   *
   * @param images name of the normalised images
   * @return for the name of each value of the network, its name in the ONNX graph
   */
  Map<String, String> add(String images) {
    values.put(NetworkGraph.IMAGE, images);
    for (Node node : network.nodes()) {
      values.put(node.name(), add(node));
    }
    return values;
  }

  private String add(Node node) {
    Layer layer = node.layer();
    List<String> inputs = node.inputs().stream().map(values::get).toList();
    if (layer instanceof Convolution convolution) {
      return convolution(node, convolution, inputs.get(0));
    } else if (layer instanceof BatchNormalization) {
      return folded(node) ? inputs.get(0) : scaled(node, inputs.get(0));
    } else if (layer instanceof Layer.Dense) {
      return dense(node, inputs.get(0));
    } else if (layer instanceof Layer.Rectifier) {
      return graph.node("Relu", node.name(), inputs);
    } else if (layer instanceof Layer.MaxPooling pooling) {
      return graph.node("MaxPool", node.name(), inputs, window(pooling.window()));
    } else if (layer instanceof Layer.AveragePooling pooling) {
      // Padding does not count, as is ONNX's default.
      return graph.node("AveragePool", node.name(), inputs, window(pooling.window()));
    } else if (layer instanceof Layer.GlobalAverage) {
      String average = graph.node("GlobalAveragePool", node.name() + ".average", inputs);
      return graph.node("Flatten", node.name(), List.of(average), integer("axis", 1));
    } else if (layer instanceof Layer.Sum) {
      return graph.node("Sum", node.name(), inputs);
    } else if (layer instanceof Layer.Dropout) {
      return inputs.get(0);
    }
    throw new IllegalArgumentException(Text.format("no ONNX operator for [%s]", layer));
  }

  private String convolution(Node node, Convolution layer, String input) {
    Parameter parameter = layout.of(node.name(), Kind.WEIGHTS);
    float[] kernel = values(parameter);
    float[] bias =
        layer.hasBias() ? values(layout.of(node.name(), Kind.BIAS)) : new float[layer.channels()];
    List<Node> readers = readers(node);
    if (readers.size() == 1 && folded(readers.get(0))) {
      ChannelScale scale = scale(readers.get(0));
      kernel = scale.scaled(kernel);
      bias = scale.scaledBias(bias);
    }
    long[] shape = parameter.shaped().shape().stream().mapToLong(Integer::longValue).toArray();
    List<String> inputs =
        List.of(
            input,
            graph.tensor(node.name() + WEIGHTS, kernel, shape),
            graph.tensor(node.name() + BIAS, bias, bias.length));
    return graph.node("Conv", node.name(), inputs, window(layer.kernel()));
  }

  /**
   * Returns whether a node is a batch normalisation that is a part of the convolution before it.
   */
  private boolean folded(Node node) {
    if (!(node.layer() instanceof BatchNormalization)) {
      return false;
    }
    String input = node.inputs().get(0);
    return !network.outputs().containsValue(input)
        && network.nodes().stream()
            .filter(one -> one.name().equals(input))
            .anyMatch(one -> one.layer() instanceof Convolution && readers(one).size() == 1);
  }

  private List<Node> readers(Node node) {
    return network.nodes().stream().filter(one -> one.inputs().contains(node.name())).toList();
  }

  private ChannelScale scale(Node node) {
    return ChannelScale.of(node.name(), (BatchNormalization) node.layer(), layout, weights);
  }

  private String scaled(Node node, String input) {
    ChannelScale scale = scale(node);
    long channels = scale.factor().length;
    String factors = graph.tensor(node.name() + SCALE, scale.factors(), 1, channels, 1, 1);
    String addends = graph.tensor(node.name() + SHIFT, scale.addends(), 1, channels, 1, 1);
    String scaled = graph.node("Mul", node.name() + ".scaled", List.of(input, factors));
    return graph.node("Add", node.name(), List.of(scaled, addends));
  }

  private String dense(Node node, String input) {
    Parameter parameter = layout.of(node.name(), Kind.WEIGHTS);
    long units = parameter.shaped().shape().get(0);
    long size = parameter.shaped().shape().get(1);
    String rows = input;
    if (network.inputShapes(node).get(0) instanceof Shape.Image) {
      rows = graph.node("Flatten", node.name() + ".rows", List.of(input), integer("axis", 1));
    }
    List<String> inputs =
        List.of(
            rows,
            graph.tensor(node.name() + WEIGHTS, values(parameter), units, size),
            graph.tensor(node.name() + BIAS, values(layout.of(node.name(), Kind.BIAS)), units));
    String name = node.name().equals(this.input) ? node.name() + ".sums" : node.name();
    return graph.node("Gemm", name, inputs, integer("transB", 1));
  }

  private float[] values(Parameter parameter) {
    return parameter.values(weights);
  }

  private static AttributeProto[] window(Window window) {
    long size = window.size();
    long stride = window.stride();
    long padding = window.padding();
    return new AttributeProto[] {
      integers("kernel_shape", size, size),
      integers("strides", stride, stride),
      integers("pads", padding, padding, padding, padding)
    };
  }
}
