package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OnnxStructureTest {
  private static OnnxStructure read(ModelProto model) throws IOException {
    return OnnxStructure.read(new ByteArrayInputStream(model.toByteArray()), "m.onnx");
  }

  private static ModelProto with(NodeProto node) {
    return new OnnxFixture().add(node).model();
  }

  private static NodeProto custom() {
    return OnnxFixture.nodeOf("Op", "y", "x").setDomain("com.example").build();
  }

  private static AttributeProto.Builder attribute(AttributeType type) {
    return AttributeProto.newBuilder().setName("a").setType(type);
  }

  private static NodeProto ofAttribute(AttributeProto.Builder attribute) {
    return OnnxFixture.nodeOf("If", "y", "x").addAttribute(attribute).build();
  }

  @Test
  void ordinaryModelHasNeitherCustomOperatorsNorWeightFiles() throws Exception {
    OnnxStructure structure = read(OnnxFixture.usual(2));
    assertThat(structure.customOperators()).isEmpty();
    assertThat(structure.weightFiles()).isEmpty();
  }

  @Test
  void standardDomainsAreAllowed() throws Exception {
    ModelProto model =
        new OnnxFixture()
            .add(OnnxFixture.nodeOf("Relu", "a", "x").setDomain("ai.onnx").build())
            .add(OnnxFixture.nodeOf("Scaler", "y", "a").setDomain("ai.onnx.ml").build())
            .model();
    assertThat(read(model).customOperators()).isEmpty();
  }

  @Test
  void findsOperatorsInGraphsOfNodes() throws Exception {
    GraphProto inner = GraphProto.newBuilder().addNode(custom()).build();
    assertThat(
            read(with(ofAttribute(attribute(AttributeType.GRAPH).setG(inner)))).customOperators())
        .containsExactly("com.example.Op");
    assertThat(
            read(with(ofAttribute(attribute(AttributeType.GRAPHS).addGraphs(inner))))
                .customOperators())
        .containsExactly("com.example.Op");
  }

  @Test
  void functionsOfTheFileAreNoCustomOperators() throws Exception {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setDomain("com.example")
            .setName("Op")
            .addNode(OnnxFixture.nodeOf("Relu", "y", "x"));
    ModelProto.Builder model = with(custom()).toBuilder();
    assertThat(read(model.addFunctions(function).build()).customOperators()).isEmpty();

    function.addNode(OnnxFixture.nodeOf("Other", "z", "y").setDomain("com.example"));
    assertThat(read(model.clearFunctions().addFunctions(function).build()).customOperators())
        .containsExactly("com.example.Other");
  }

  @Test
  void findsWeightFilesEverywhere() throws Exception {
    var tensor = OnnxFixture.externalTensor("w", "f.bin", 1);
    var sparse = SparseTensorProto.newBuilder().setValues(tensor);
    var indices = SparseTensorProto.newBuilder().setIndices(tensor);
    AttributeProto.Builder[] attributes = {
      attribute(AttributeType.TENSOR).setT(tensor),
      attribute(AttributeType.TENSORS).addTensors(tensor),
      attribute(AttributeType.SPARSE_TENSOR).setSparseTensor(sparse),
      attribute(AttributeType.SPARSE_TENSORS).addSparseTensors(indices)
    };
    for (AttributeProto.Builder attribute : attributes) {
      assertThat(read(with(ofAttribute(attribute))).weightFiles()).containsExactly("f.bin");
      FunctionProto function =
          FunctionProto.newBuilder().setName("f").addNode(ofAttribute(attribute)).build();
      assertThat(
              read(OnnxFixture.usual(2).toBuilder().addFunctions(function).build()).weightFiles())
          .containsExactly("f.bin");
    }
    GraphProto graph = GraphProto.newBuilder().addSparseInitializer(sparse).build();
    ModelProto training =
        OnnxFixture.usual(2).toBuilder()
            .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(graph))
            .build();
    assertThat(read(training).weightFiles()).containsExactly("f.bin");
  }

  @Test
  void deepNestingAndLongNamesAreRejected() {
    GraphProto inner = GraphProto.newBuilder().addNode(custom()).build();
    for (int depth = 0; depth < 40; depth++) {
      NodeProto node = ofAttribute(attribute(AttributeType.GRAPH).setG(inner));
      inner = GraphProto.newBuilder().addNode(node).build();
    }
    ModelProto deep = ModelProto.newBuilder().setGraph(inner).build();
    assertThatThrownBy(() -> read(deep))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("graphs within graphs");
    ModelProto named = with(OnnxFixture.nodeOf("O".repeat(5000), "y", "x").build());
    assertThatThrownBy(() -> read(named))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a name of 5000 bytes, at most 4096 are allowed");
  }
}
