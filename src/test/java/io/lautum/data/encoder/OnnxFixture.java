package io.lautum.data.encoder;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Builds small encoders. The usual one has two values: of the mean colour (r, g, b), r + 0.5 and 2
 * g − b − 1.
 */
public final class OnnxFixture {
  /** Weights of the convolution, 2 x 3 x 1 x 1. */
  public static final float[] WEIGHTS = {1, 0, 0, 0, 2, -1};

  public static final float[] BIAS = {0.5f, -1};

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("encoder");

  /** Returns the usual encoder's value of a mean colour. */
  public static float[] embedding(double r, double g, double b) {
    return new float[] {(float) (r + 0.5), (float) (2 * g - b - 1)};
  }

  /** Returns the usual encoder, for any number of images. */
  public static ModelProto usual(int side) {
    return averaging("x", side).flatten("mean", "y").output("y", DataType.FLOAT, -1, 2).model();
  }

  /** Returns the usual encoder with inputs and outputs of half precision. */
  public static ModelProto half(int side) {
    return new OnnxFixture()
        .input("x", DataType.FLOAT16, -1, 3, side, side)
        .weights("w", WEIGHTS, 2, 3, 1, 1)
        .weights("b", BIAS, 2)
        .cast("x", "float", DataType.FLOAT)
        .mean("float")
        .flatten("mean", "rows")
        .cast("rows", "y", DataType.FLOAT16)
        .output("y", DataType.FLOAT16, -1, 2)
        .model();
  }

  /** Returns a graph with the node {@code mean}: the mean of a convolution with one pixel. */
  public static OnnxFixture averaging(String input, int side) {
    return new OnnxFixture()
        .input(input, DataType.FLOAT, -1, 3, side, side)
        .weights("w", WEIGHTS, 2, 3, 1, 1)
        .weights("b", BIAS, 2)
        .mean(input);
  }

  public OnnxFixture mean(String input) {
    return node("Conv", "conv", input, "w", "b").node("GlobalAveragePool", "mean", "conv");
  }

  public OnnxFixture input(String name, DataType type, long... dimensions) {
    graph.addInput(value(name, type, dimensions));
    return this;
  }

  public OnnxFixture output(String name, DataType type, long... dimensions) {
    graph.addOutput(value(name, type, dimensions));
    return this;
  }

  public OnnxFixture weights(String name, float[] values, long... dimensions) {
    TensorProto.Builder tensor =
        tensor(name, dimensions).setRawData(ByteString.copyFrom(bytes(values)));
    graph.addInitializer(tensor);
    return this;
  }

  public OnnxFixture external(String name, String location, long... dimensions) {
    graph.addInitializer(externalTensor(name, location, dimensions));
    return this;
  }

  public static TensorProto externalTensor(String name, String location, long... dimensions) {
    return tensor(name, dimensions)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
        .build();
  }

  private static TensorProto.Builder tensor(String name, long... dimensions) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  public static byte[] bytes(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  public OnnxFixture node(String operator, String output, String... inputs) {
    return add(nodeOf(operator, output, inputs).build());
  }

  public static NodeProto.Builder nodeOf(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  public OnnxFixture add(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  public OnnxFixture flatten(String input, String output) {
    return add(nodeOf("Flatten", output, input).addAttribute(integers("axis", 1)).build());
  }

  public OnnxFixture cast(String input, String output, DataType type) {
    return add(
        nodeOf("Cast", output, input).addAttribute(integers("to", type.getNumber())).build());
  }

  public OnnxFixture transpose(String input, String output, long... order) {
    return add(nodeOf("Transpose", output, input).addAttribute(integers("perm", order)).build());
  }

  /** Returns an attribute with one integer or a list of them. */
  private static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (values.length == 1) {
      return attribute.setType(AttributeType.INT).setI(values[0]).build();
    }
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.setType(AttributeType.INTS).build();
  }

  private static ValueInfoProto value(String name, DataType type, long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < dimensions.length; i++) {
      shape.addDim(
          dimensions[i] < 0
              ? Dimension.newBuilder().setDimParam("d" + i)
              : Dimension.newBuilder().setDimValue(dimensions[i]));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  public GraphProto graph() {
    return graph.build();
  }

  public ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .setGraph(graph)
        .build();
  }
}
