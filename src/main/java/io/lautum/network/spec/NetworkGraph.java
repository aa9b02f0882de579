package io.lautum.network.spec;

import io.lautum.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network as a graph of layers, from images to named outputs. Shapes are inferred and checked
 * only here. All weights form one flat vector: the layers' parameters in the order of the nodes,
 * those of auxiliary heads last.
 *
 * @param input shape of the images
 * @param nodes nodes, each after its input nodes
 * @param outputs names of nodes by the name under which a loss or a term requests their values
 */
public record NetworkGraph(Shape.Image input, List<Node> nodes, SortedMap<String, String> outputs)
    implements Serializable {
  /** Name of the images as an input of nodes. */
  public static final String IMAGE = "image";

  /** Output before the softmax, one value per class. */
  public static final String LOGITS = "logits";

  /** Output of the last hidden layer. */
  public static final String FEATURES = "features";

  /**
   * @throws IllegalArgumentException if a name is used twice, an input or an output does not exist,
   *     an auxiliary node precedes a node of the network itself, or a layer does not accept its
   *     inputs
   */
  public NetworkGraph {
    nodes = List.copyOf(nodes);
    outputs = new TreeMap<>(outputs);
    Map<String, Shape> shapes = shapes(input, nodes);
    for (int i = 1; i < nodes.size(); i++) {
      if (nodes.get(i - 1).auxiliary() && !nodes.get(i).auxiliary()) {
        throw new IllegalArgumentException(
            Text.format("node [%s] must come before auxiliary heads", nodes.get(i).name()));
      }
    }
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      if (!shapes.containsKey(output.getValue())) {
        throw new IllegalArgumentException(
            Text.format(
                "output [%s] has an unknown node: [%s]", output.getKey(), output.getValue()));
      }
    }
  }

  private static Map<String, Shape> shapes(Shape.Image input, List<Node> nodes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(IMAGE, input);
    for (Node node : nodes) {
      List<Shape> inputs = new ArrayList<>();
      for (String name : node.inputs()) {
        if (!shapes.containsKey(name)) {
          throw new IllegalArgumentException(
              Text.format(
                  "node [%s] has the input [%s], which is not before it", node.name(), name));
        }
        inputs.add(shapes.get(name));
      }
      try {
        if (shapes.put(node.name(), node.layer().output(inputs)) != null) {
          throw new IllegalArgumentException("the name is used twice");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            Text.format("node [%s]: %s", node.name(), e.getMessage()), e);
      }
    }
    return shapes;
  }

  /** Returns the shapes of the images and of all nodes' outputs, by name. */
  public Map<String, Shape> shapes() {
    return shapes(input, nodes);
  }

  /** Returns the shapes of a node's inputs. */
  public List<Shape> inputShapes(Node node) {
    return inputShapes(node, shapes());
  }

  private static List<Shape> inputShapes(Node node, Map<String, Shape> shapes) {
    return node.inputs().stream().map(shapes::get).toList();
  }

  /**
   * Returns the number of values of an output per image.
   *
   * @throws IllegalArgumentException if no output has this name
   */
  public int width(String output) {
    return shapes().get(node(output)).size();
  }

  /**
   * Returns the name of the node that computes an output.
   *
   * @throws IllegalArgumentException if no output has this name
   */
  public String node(String output) {
    if (!outputs.containsKey(output)) {
      throw new IllegalArgumentException(
          Text.format("expected an output of %s, got [%s]", outputs.keySet(), output));
    }
    return outputs.get(output);
  }

  /**
   * Returns the number of weights. Unlike {@link #parameters} it also works for numbers beyond the
   * length of an array.
   */
  public long weights() {
    Map<String, Shape> shapes = shapes();
    return nodes.stream()
        .flatMap(node -> node.layer().parameters(inputShapes(node, shapes)).stream())
        .mapToLong(Parameter.Shaped::size)
        .sum();
  }

  /**
   * Returns the number of multiplications by weights of convolutions and dense layers in a forward
   * pass of one image: each weight multiplies once per position of the layer's output.
   */
  public long multiplications() {
    Map<String, Shape> shapes = shapes();
    long sum = 0;
    for (Node node : nodes) {
      long positions =
          shapes.get(node.name()) instanceof Shape.Image image
              ? (long) image.height() * image.width()
              : 1;
      for (Parameter.Shaped parameter : node.layer().parameters(inputShapes(node, shapes))) {
        sum += parameter.kind() == Parameter.Kind.WEIGHTS ? positions * parameter.size() : 0;
      }
    }
    return sum;
  }

  /**
   * Returns the positions of all weights.
   *
   * @throws ArithmeticException if there are more weights than an array can hold
   */
  public ParameterLayout parameters() {
    Map<String, Shape> shapes = shapes();
    List<Parameter> parameters = new ArrayList<>();
    int offset = 0;
    int modelLength = 0;
    for (Node node : nodes) {
      for (Parameter.Shaped shaped : node.layer().parameters(inputShapes(node, shapes))) {
        parameters.add(new Parameter(node.name(), shaped, offset));
        offset = Math.toIntExact(offset + shaped.size());
      }
      if (!node.auxiliary()) {
        modelLength = offset;
      }
    }
    return new ParameterLayout(parameters, modelLength);
  }

  /**
   * Returns this network with an additional head behind an output.
   *
   * @throws IllegalArgumentException under the conditions of the constructor
   */
  public NetworkGraph with(Head head) {
    Builder builder = new Builder(input);
    builder.nodes.addAll(nodes);
    builder.outputs.putAll(outputs);
    String last = node(head.input());
    for (int i = 0; i < head.layers().size(); i++) {
      String name = head.name() + (i == head.layers().size() - 1 ? "" : "." + (i + 1));
      builder.nodes.add(new Node(name, head.layers().get(i), List.of(last), head.name()));
      last = name;
    }
    return builder.output(head.name(), last).build();
  }

  /** Returns the network without its heads, as stored in the model file. */
  public NetworkGraph model() {
    List<Node> kept = nodes.stream().filter(node -> !node.auxiliary()).toList();
    SortedMap<String, String> keptOutputs = new TreeMap<>(outputs);
    keptOutputs
        .values()
        .removeIf(
            name -> nodes.stream().anyMatch(node -> node.auxiliary() && node.name().equals(name)));
    return new NetworkGraph(input, kept, keptOutputs);
  }

  /** Collects nodes. */
  public static final class Builder {
    private final Shape.Image input;
    private final List<Node> nodes = new ArrayList<>();
    private final SortedMap<String, String> outputs = new TreeMap<>();

    /**
     * @param input shape of the images
     */
    public Builder(Shape.Image input) {
      this.input = input;
    }

    /** Returns the shape of the images. */
    public Shape.Image input() {
      return input;
    }

    /**
     * Adds a node.
     *
     * @return name of the node
     */
    public String add(String name, Layer layer, String... inputs) {
      nodes.add(new Node(name, layer, List.of(inputs), ""));
      return name;
    }

    /** Declares the output of a node under a name. */
    public Builder output(String name, String node) {
      outputs.put(name, node);
      return this;
    }

    /**
     * Returns the network.
     *
     * @throws IllegalArgumentException under the conditions of {@link NetworkGraph}'s constructor
     */
    public NetworkGraph build() {
      return new NetworkGraph(input, nodes, outputs);
    }
  }
}
