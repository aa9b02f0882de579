package io.lautum.interchange.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.Version;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.EnumNames;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained model as an ONNX model. Its input {@code image} has the shape n x channels x height x
 * width: levels from 0 to 255 as floats, red before green before blue, already at the model's size.
 * Without preprocessing it is normalised already. The outputs are {@code probabilities} and {@code
 * logits}, n x classes, and {@code embedding}, n x features: the values before the last layer. The
 * input of a model of vectors is {@code features}, n x values, in which NaN is missing.
 */
public final class OnnxExport {
  /** Name of the input. */
  public static final String IMAGE = "image";

  /** Name of the input of a model of vectors. */
  public static final String VECTORS = "features";

  /** Name of the output of the softmax. */
  public static final String PROBABILITIES = "probabilities";

  /** Name of the output before the softmax. */
  public static final String LOGITS = "logits";

  /** Name of the output before the last layer. */
  public static final String EMBEDDING = "embedding";

  /** The operator set of 2020, which all runtimes of the last years know. */
  private static final int OPSET = 13;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final float LEVELS = 255;

  private OnnxExport() {}

  /**
   * Returns the ONNX model. Equal models give equal ones.
   *
   * @param start where the graph begins, {@code EXAMPLES} or {@code NORMALISED}
   * @param provenance more entries of the metadata
   */
  public static ModelProto of(
      TrainedModel model, GraphStart start, Map<String, String> provenance) {
    ModelMetadata metadata = model.metadata();
    GraphInput input = new GraphInput(metadata, start);
    NetworkGraph network = metadata.network().graph();
    OnnxGraph graph = new OnnxGraph("lautum");
    boolean vectors = input.isVectors();
    graph.input(input.name(), input.dimensions());
    String images = input.name();
    if (start != GraphStart.NORMALISED) {
      images =
          vectors
              ? standardised(metadata.normalization(), graph)
              : normalised(metadata.normalization(), graph);
    }
    Map<String, String> values =
        new OnnxLayers(network, model.parameters(), graph, vectors ? VECTORS : "").add(images);
    String logits = values.get(network.node(NetworkGraph.LOGITS));
    String features = values.get(network.node(NetworkGraph.FEATURES));
    graph.node("Softmax", PROBABILITIES, List.of(logits), OnnxGraph.integer("axis", 1));
    // An output needs its own name, which may be that of a node.
    if (!logits.equals(LOGITS)) {
      graph.node("Identity", LOGITS, List.of(logits));
    }
    graph.node("Identity", EMBEDDING, List.of(features));
    graph.output(PROBABILITIES, network.width(NetworkGraph.LOGITS));
    graph.output(LOGITS, network.width(NetworkGraph.LOGITS));
    graph.output(EMBEDDING, network.width(NetworkGraph.FEATURES));
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(Version.IR_VERSION_2020_5_8.getNumber())
            .setProducerName("lautum-spark")
            .setProducerVersion(version())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph.build());
    return described(proto.build(), input, provenance);
  }

  /**
   * Returns an encoder and the model of its vectors as one ONNX model.
   *
   * @param encoder content of the encoder's file
   * @throws DataException if they do not fit into one
   */
  static ModelProto withEncoder(
      byte[] encoder, TrainedModel model, Map<String, String> provenance) {
    EncoderDescription description = model.metadata().encoder();
    try {
      ModelProto layers = of(model, GraphStart.EXAMPLES, Map.of());
      return described(
          MergedGraph.of(ModelProto.parseFrom(encoder), description, layers),
          new GraphInput(model.metadata(), GraphStart.ENCODER),
          provenance);
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(
          Text.format("%s: expected an ONNX file: %s", description.encoder(), e.getMessage()), e);
    }
  }

  private static ModelProto described(
      ModelProto model, GraphInput input, Map<String, String> provenance) {
    SortedMap<String, String> entries = new TreeMap<>(provenance);
    entries.putAll(entries(input));
    ModelProto.Builder described = model.toBuilder().clearMetadataProps();
    entries.forEach(
        (key, value) ->
            described.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return described.build();
  }

  /** Adds (image − 255 mean) / (255 standard deviation), and returns the name of the result. */
  private static String normalised(Normalization normalization, OnnxGraph graph) {
    float[] mean = normalization.mean();
    float[] deviation = normalization.std();
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] *= LEVELS;
      deviation[channel] *= LEVELS;
    }
    String means = graph.tensor("image.mean", mean, 1, mean.length, 1, 1);
    String deviations = graph.tensor("image.std", deviation, 1, mean.length, 1, 1);
    String centred = graph.node("Sub", "image.centred", List.of(IMAGE, means));
    return graph.node("Div", "image.normalised", List.of(centred, deviations));
  }

  /** Adds (x − mean) / standard deviation, which is 0 if x is missing. */
  private static String standardised(Normalization normalization, OnnxGraph graph) {
    long features = normalization.mean().length;
    String means = graph.tensor("features.mean", normalization.mean(), 1, features);
    String deviations = graph.tensor("features.std", normalization.std(), 1, features);
    String zero = graph.tensor("features.zero", new float[1], 1, 1);
    String centred = graph.node("Sub", "features.centred", List.of(VECTORS, means));
    String scaled = graph.node("Div", "features.scaled", List.of(centred, deviations));
    String missing = graph.node("IsNaN", "features.missing", List.of(scaled));
    return graph.node("Where", "features.standardised", List.of(missing, zero, scaled));
  }

  /** Returns what a program must know to prepare an example and to read the outputs. */
  private static Map<String, String> entries(GraphInput input) {
    ModelMetadata metadata = input.metadata();
    boolean normalised = input.start() == GraphStart.NORMALISED;
    Map<String, String> entries = new TreeMap<>();
    entries.put("classes", json(metadata.classes()));
    entries.put("method", metadata.method());
    entries.put("architecture", metadata.network().architecture());
    entries.put("normalization.mean", json(metadata.normalization().mean()));
    entries.put("normalization.std", json(metadata.normalization().std()));
    if (metadata.encoder() != null) {
      entries.put("encoder.sha256", metadata.encoder().sha256());
      entries.put("encoder.output", metadata.encoder().output());
    }
    if (input.isVectors()) {
      String origin = metadata.encoder() == null ? "as in the table" : "of the encoder";
      entries.put("features.size", String.valueOf(input.fit().shape().size()));
      entries.put("features.values", normalised ? "standardised" : origin);
      if (!metadata.columns().isEmpty()) {
        entries.put("features.columns", json(metadata.columns()));
      }
    } else {
      entries.putAll(entries(input.fit()));
      entries.put("image.levels", normalised ? "normalised" : "0 to 255");
    }
    return entries;
  }

  private static Map<String, String> entries(ImageFit fit) {
    boolean grey = fit.shape().channels() == 1;
    return Map.of(
        "image.channels", String.valueOf(fit.shape().channels()),
        "image.height", String.valueOf(fit.shape().height()),
        "image.width", String.valueOf(fit.shape().width()),
        "image.fit", EnumNames.of(fit.mode()),
        "image.background", fit.background().toString(),
        "image.filter", "bilinear, widened where the image shrinks",
        "image.colours", grey ? "grey = 0.299 R + 0.587 G + 0.114 B" : "RGB");
  }

  private static String version() {
    // Classes in a folder, for example in a test, have no version.
    return Objects.requireNonNullElse(
        OnnxExport.class.getPackage().getImplementationVersion(), "unknown");
  }

  /** Returns a value as JSON on one line. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
