package io.lautum.interchange.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.EncoderLayout;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One ONNX graph of an encoder and of the layers that were trained on its vectors: the levels of an
 * image are normalised as the encoder demands, its output becomes the input of the layers. The
 * names of the encoder get a prefix, so that they cannot be those of the layers.
 */
final class MergedGraph {
  private static final String PREFIX = "encoder/";
  private static final float LEVELS = 255;

  /** The oldest operator set in which the layers have the meaning that they are exported with. */
  private static final long OLDEST = 11;

  private final ModelProto encoder;
  private final EncoderDescription description;
  private final OnnxGraph graph = new OnnxGraph("lautum");

  private MergedGraph(ModelProto encoder, EncoderDescription description) {
    this.encoder = encoder;
    this.description = description;
  }

  /**
   * Returns the model. It has the metadata and outputs of the layers.
   *
   * @param layers the export of the model that reads the encoder's vectors
   * @throws DataException if the encoder takes a fixed number of images, or its operators are older
   *     than those of the layers
   */
  static ModelProto of(ModelProto encoder, EncoderDescription description, ModelProto layers) {
    return new MergedGraph(encoder, description).with(layers);
  }

  private ModelProto with(ModelProto layers) {
    GraphProto inner = renamed(encoder.getGraph());
    ValueInfoProto input = onlyInput(inner);
    requireAnyNumber(input);
    requireKnownOperators();
    graph.input(
        OnnxExport.IMAGE,
        description.channels(),
        description.imageHeight(),
        description.imageWidth());
    graph.node("Identity", input.getName(), List.of(prepared(isHalf(input))));
    graph.add(inner);
    graph.node(
        "Flatten", OnnxExport.VECTORS, List.of(vectors(inner)), OnnxGraph.integer("axis", 1));
    graph.add(layers.getGraph());
    return ModelProto.newBuilder(layers)
        .setIrVersion(Math.max(encoder.getIrVersion(), layers.getIrVersion()))
        .clearOpsetImport()
        .addAllOpsetImport(encoder.getOpsetImportList())
        .addAllFunctions(encoder.getFunctionsList())
        .setGraph(graph.build().toBuilder().addAllOutput(layers.getGraph().getOutputList()))
        .build();
  }

  /** Adds what turns levels from 0 to 255 into the encoder's input, and returns its name. */
  private String prepared(boolean half) {
    String image = OnnxExport.IMAGE;
    if (description.levels() == 1) {
      String white = graph.tensor("image.white", new float[] {LEVELS}, 1, 1, 1, 1);
      image = graph.node("Div", "image.scaled", List.of(image, white));
    }
    String mean = perChannel("image.mean", description.mean());
    String deviation = perChannel("image.std", description.std());
    image = graph.node("Sub", "image.centred", List.of(image, mean));
    image = graph.node("Div", "image.normalised", List.of(image, deviation));
    if (description.layout() == EncoderLayout.NHWC) {
      image =
          graph.node(
              "Transpose",
              "image.transposed",
              List.of(image),
              OnnxGraph.integers("perm", 0, 2, 3, 1));
    }
    return half ? cast("image.half", image, TensorProto.DataType.FLOAT16) : image;
  }

  private String perChannel(String name, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return graph.tensor(name, array, 1, array.length, 1, 1);
  }

  private String cast(String name, String value, TensorProto.DataType type) {
    return graph.node("Cast", name, List.of(value), OnnxGraph.integer("to", type.getNumber()));
  }

  /** Returns the name of the encoder's output as floats. */
  private String vectors(GraphProto inner) {
    String name = PREFIX + description.output();
    boolean half =
        inner.getOutputList().stream()
            .anyMatch(output -> output.getName().equals(name) && isHalf(output));
    return half ? cast("features.float", name, TensorProto.DataType.FLOAT) : name;
  }

  /** Returns the input that is no constant: old files list their weights as inputs too. */
  private static ValueInfoProto onlyInput(GraphProto graph) {
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return graph.getInputList().stream()
        .filter(input -> !constants.contains(input.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isHalf(ValueInfoProto value) {
    return value.getType().getTensorType().getElemType()
        == TensorProto.DataType.FLOAT16.getNumber();
  }

  private void requireAnyNumber(ValueInfoProto input) {
    long number = input.getType().getTensorType().getShape().getDim(0).getDimValue();
    if (number > 0) {
      throw new DataException(
          Text.format(
              "%s: takes %d images at a time; expected an encoder that takes any number, as the"
                  + " layers after it do",
              description.encoder(), number));
    }
  }

  private void requireKnownOperators() {
    long version =
        encoder.getOpsetImportList().stream()
            .filter(one -> one.getDomain().isEmpty() || one.getDomain().equals("ai.onnx"))
            .mapToLong(OperatorSetIdProto::getVersion)
            .findFirst()
            .orElse(1);
    if (version < OLDEST) {
      throw new DataException(
          Text.format(
              "%s: has the operator set %d; expected at least %d; export the encoder again with"
                  + " a newer set",
              description.encoder(), version, OLDEST));
    }
  }

  private static GraphProto renamed(GraphProto graph) {
    // The shapes of inner values follow from the operators.
    GraphProto.Builder result = graph.toBuilder().clearValueInfo().clearQuantizationAnnotation();
    for (NodeProto.Builder node : result.getNodeBuilderList()) {
      node.setName(PREFIX + node.getName());
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, renamed(node.getInput(i)));
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        node.setOutput(i, renamed(node.getOutput(i)));
      }
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          attribute.setG(renamed(attribute.getG()));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
          attribute.setGraphs(i, renamed(attribute.getGraphs(i)));
        }
      }
    }
    for (TensorProto.Builder constant : result.getInitializerBuilderList()) {
      constant.setName(renamed(constant.getName()));
    }
    for (SparseTensorProto.Builder constant : result.getSparseInitializerBuilderList()) {
      constant.getValuesBuilder().setName(renamed(constant.getValues().getName()));
    }
    for (ValueInfoProto.Builder input : result.getInputBuilderList()) {
      input.setName(renamed(input.getName()));
    }
    for (ValueInfoProto.Builder output : result.getOutputBuilderList()) {
      output.setName(renamed(output.getName()));
    }
    return result.build();
  }

  /** An empty name stands for an optional value that is not there. */
  private static String renamed(String name) {
    return name.isEmpty() ? name : PREFIX + name;
  }
}
