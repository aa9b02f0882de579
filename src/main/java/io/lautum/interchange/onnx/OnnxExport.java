package io.lautum.interchange.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.Version;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.EnumNames;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
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
   * Returns the file's content. Equal models give equal contents.
   *
   * @param normalises whether the graph normalises the image
   * @param provenance more entries of the metadata
   */
  public static byte[] of(TrainedModel model, boolean normalises, Map<String, String> provenance) {
    ModelMetadata metadata = model.metadata();
    NetworkGraph network = metadata.network().graph();
    OnnxGraph graph = new OnnxGraph("lautum");
    boolean vectors = metadata.normalization().ofVectors();
    graph.input(input(metadata), dimensions(metadata));
    String images = input(metadata);
    if (normalises) {
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
    SortedMap<String, String> entries = new TreeMap<>(provenance);
    entries.putAll(entries(metadata, normalises));
    entries.forEach(
        (key, value) ->
            proto.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return proto.build().toByteArray();
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

  /** Returns the name of the input. */
  static String input(ModelMetadata metadata) {
    return metadata.normalization().ofVectors() ? VECTORS : IMAGE;
  }

  /** Returns the dimensions of the input after that of the examples. */
  static long[] dimensions(ModelMetadata metadata) {
    Shape.Image shape = metadata.network().graph().input();
    return metadata.normalization().ofVectors()
        ? new long[] {shape.size()}
        : new long[] {shape.channels(), shape.height(), shape.width()};
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

  /** Returns what a program must know to prepare an image and to read the outputs. */
  private static Map<String, String> entries(ModelMetadata metadata, boolean normalises) {
    ImageFit fit = metadata.fit();
    Normalization normalization = metadata.normalization();
    if (normalization.ofVectors()) {
      Map<String, String> entries = new TreeMap<>();
      entries.put("classes", json(metadata.classes()));
      entries.put("method", metadata.method());
      entries.put("architecture", metadata.network().architecture());
      entries.put("features.size", String.valueOf(fit.shape().size()));
      entries.put("features.values", normalises ? "as in the table" : "standardised");
      entries.put("normalization.mean", json(normalization.mean()));
      entries.put("normalization.std", json(normalization.std()));
      if (metadata.encoder() != null) {
        entries.put("features.values", normalises ? "of the encoder" : "standardised");
        entries.put("encoder.sha256", metadata.encoder().sha256());
        entries.put("encoder.output", metadata.encoder().output());
      }
      return entries;
    }
    boolean grey = fit.shape().channels() == 1;
    return Map.ofEntries(
        Map.entry("classes", json(metadata.classes())),
        Map.entry("method", metadata.method()),
        Map.entry("architecture", metadata.network().architecture()),
        Map.entry("image.channels", String.valueOf(fit.shape().channels())),
        Map.entry("image.height", String.valueOf(fit.shape().height())),
        Map.entry("image.width", String.valueOf(fit.shape().width())),
        Map.entry("image.fit", EnumNames.of(fit.mode())),
        Map.entry("image.background", fit.background().toString()),
        Map.entry("image.filter", "bilinear, widened where the image shrinks"),
        Map.entry("image.colours", grey ? "grey = 0.299 R + 0.587 G + 0.114 B" : "RGB"),
        Map.entry("image.levels", normalises ? "0 to 255" : "normalised"),
        Map.entry("normalization.mean", json(normalization.mean())),
        Map.entry("normalization.std", json(normalization.std())));
  }

  private static String version() {
    // Classes in a folder, for example in a test, have no version.
    return Objects.requireNonNullElse(
        OnnxExport.class.getPackage().getImplementationVersion(), "unknown");
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
