package io.lautum.data.encoder;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The operators of an ONNX file, and the files with weights that it names. The file is read without
 * its weights, so that memory is bounded for files of every size.
 */
final class OnnxStructure {
  /** The domains of ONNX's own operators. */
  private static final Set<String> STANDARD = Set.of("", "ai.onnx", "ai.onnx.ml");

  private static final int LONGEST_TEXT = 4096;
  private static final int DEEPEST = 100;

  private final SortedSet<String> operators = new TreeSet<>();
  private final SortedSet<String> functions = new TreeSet<>();
  private final SortedSet<String> weightFiles = new TreeSet<>();
  private long nodes;

  private OnnxStructure() {}

  /** Reads a field of a message, up to the limit of the stream. */
  private interface Field {
    void read(CodedInputStream in, int depth) throws IOException;
  }

  /**
   * Reads a file.
   *
   * @param name name of the file for messages
   * @throws DataException if it is no whole ONNX file
   */
  static OnnxStructure read(InputStream in, String name) throws IOException {
    OnnxStructure structure = new OnnxStructure();
    CodedInputStream file = CodedInputStream.newInstance(in);
    file.setSizeLimit(Integer.MAX_VALUE);
    try {
      structure.model(file, 0);
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(
          Text.format(
              "%s: expected a whole ONNX file, found a damaged or truncated one: %s",
              name, e.getMessage()),
          e);
    }
    if (structure.nodes == 0) {
      throw new DataException(
          Text.format("%s: expected an ONNX file, found no graph with operators", name));
    }
    return structure;
  }

  /** Returns the locations of weights outside of the file. */
  SortedSet<String> weightFiles() {
    return weightFiles;
  }

  /** Returns the operators that neither ONNX nor a function of the file defines. */
  SortedSet<String> customOperators() {
    SortedSet<String> custom = new TreeSet<>(operators);
    custom.removeAll(functions);
    return custom;
  }

  private void model(CodedInputStream in, int depth) throws IOException {
    messages(
        in,
        depth,
        Map.of(
            ModelProto.GRAPH_FIELD_NUMBER, this::graph,
            ModelProto.FUNCTIONS_FIELD_NUMBER, this::function,
            ModelProto.TRAINING_INFO_FIELD_NUMBER, this::training));
  }

  private void training(CodedInputStream in, int depth) throws IOException {
    messages(
        in,
        depth,
        Map.of(
            TrainingInfoProto.INITIALIZATION_FIELD_NUMBER, this::graph,
            TrainingInfoProto.ALGORITHM_FIELD_NUMBER, this::graph));
  }

  private void function(CodedInputStream in, int depth) throws IOException {
    String[] name = {"", ""};
    messages(
        in,
        depth,
        Map.of(
            FunctionProto.DOMAIN_FIELD_NUMBER,
            (text, inner) -> name[0] = text(text),
            FunctionProto.NAME_FIELD_NUMBER,
            (text, inner) -> name[1] = text(text),
            FunctionProto.NODE_FIELD_NUMBER,
            this::node,
            FunctionProto.ATTRIBUTE_PROTO_FIELD_NUMBER,
            this::attribute));
    functions.add(String.join(".", name));
  }

  private void graph(CodedInputStream in, int depth) throws IOException {
    messages(
        in,
        depth,
        Map.of(
            GraphProto.NODE_FIELD_NUMBER, this::node,
            GraphProto.INITIALIZER_FIELD_NUMBER, this::tensor,
            GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER, this::sparseTensor));
  }

  private void node(CodedInputStream in, int depth) throws IOException {
    nodes++;
    String[] name = {"", ""};
    messages(
        in,
        depth,
        Map.of(
            NodeProto.DOMAIN_FIELD_NUMBER, (text, inner) -> name[0] = text(text),
            NodeProto.OP_TYPE_FIELD_NUMBER, (text, inner) -> name[1] = text(text),
            NodeProto.ATTRIBUTE_FIELD_NUMBER, this::attribute));
    if (!STANDARD.contains(name[0])) {
      operators.add(String.join(".", name));
    }
  }

  private void attribute(CodedInputStream in, int depth) throws IOException {
    messages(
        in,
        depth,
        Map.of(
            AttributeProto.T_FIELD_NUMBER, this::tensor,
            AttributeProto.TENSORS_FIELD_NUMBER, this::tensor,
            AttributeProto.G_FIELD_NUMBER, this::graph,
            AttributeProto.GRAPHS_FIELD_NUMBER, this::graph,
            AttributeProto.SPARSE_TENSOR_FIELD_NUMBER, this::sparseTensor,
            AttributeProto.SPARSE_TENSORS_FIELD_NUMBER, this::sparseTensor));
  }

  private void sparseTensor(CodedInputStream in, int depth) throws IOException {
    messages(
        in,
        depth,
        Map.of(
            SparseTensorProto.VALUES_FIELD_NUMBER,
            this::tensor,
            SparseTensorProto.INDICES_FIELD_NUMBER,
            this::tensor));
  }

  private void tensor(CodedInputStream in, int depth) throws IOException {
    messages(in, depth, Map.of(TensorProto.EXTERNAL_DATA_FIELD_NUMBER, this::external));
  }

  private void external(CodedInputStream in, int depth) throws IOException {
    String[] entry = {"", ""};
    messages(
        in,
        depth,
        Map.of(
            StringStringEntryProto.KEY_FIELD_NUMBER, (text, inner) -> entry[0] = text(text),
            StringStringEntryProto.VALUE_FIELD_NUMBER, (text, inner) -> entry[1] = text(text)));
    if (entry[0].equals("location")) {
      weightFiles.add(entry[1]);
    }
  }

  /**
   * Reads the fields of a message up to its end.
   *
   * @param fields by number, the fields to read; all others are skipped
   */
  private static void messages(CodedInputStream in, int depth, Map<Integer, Field> fields)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      // A field of another wire type than that of texts and messages has an unknown meaning.
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      Field field = delimited ? fields.get(WireFormat.getTagFieldNumber(tag)) : null;
      if (field != null) {
        delimited(in, depth, field);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("the end of a group that has not begun");
      }
    }
  }

  private static void delimited(CodedInputStream in, int depth, Field field) throws IOException {
    if (depth > DEEPEST) {
      throw new InvalidProtocolBufferException(
          Text.format("graphs within graphs, deeper than %d", DEEPEST));
    }
    int outer = in.pushLimit(in.readRawVarint32());
    field.read(in, depth + 1);
    // Without this check, a file that ends within a message would count as whole.
    if (in.getBytesUntilLimit() != 0) {
      throw new InvalidProtocolBufferException("the file ends within a message");
    }
    in.popLimit(outer);
  }

  /** Returns a text that fills the message up to its limit. */
  private static String text(CodedInputStream in) throws IOException {
    int length = in.getBytesUntilLimit();
    if (length > LONGEST_TEXT) {
      throw new InvalidProtocolBufferException(
          Text.format("a name of %d bytes, at most %d are allowed", length, LONGEST_TEXT));
    }
    return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
  }
}
