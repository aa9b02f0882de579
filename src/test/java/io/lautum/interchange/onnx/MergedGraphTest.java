package io.lautum.interchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.lautum.DataException;
import io.lautum.RandomShards;
import io.lautum.UserException;
import io.lautum.data.encoder.EncoderSettings;
import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.encoder.OnnxEncoder;
import io.lautum.data.encoder.OnnxFixture;
import io.lautum.data.encoder.OnnxSession;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.ValueType;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MergedGraphTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final int SIDE = 4;
  private static final int PIXELS = SIDE * SIDE;

  /** Standardises the vectors. */
  private static final float[] MEAN = {0.4f, -0.1f};

  private static final float[] STD = {100, 100};

  @TempDir private Path folder;

  static List<Arguments> encoders() {
    EncoderSettings photographs = EncoderSettings.DEFAULTS;
    EncoderSettings plain = photographs.withPlainLevels();
    return List.of(
        Arguments.of("usual", OnnxFixture.usual(SIDE), photographs),
        Arguments.of("levels to 255", OnnxFixture.usual(SIDE), plain),
        Arguments.of("names of the layers", named("image", "probabilities"), photographs),
        Arguments.of("input of the layers", named("features", "features.mean"), photographs),
        Arguments.of("channels last", channelsLast(), photographs),
        Arguments.of("half precision", OnnxFixture.half(SIDE), plain),
        Arguments.of("graph within the graph", withBranches(), photographs),
        Arguments.of("weights as inputs", weightsAsInputs(), photographs));
  }

  private static ModelProto named(String input, String output) {
    return OnnxFixture.averaging(input, SIDE)
        .flatten("mean", output)
        .output(output, DataType.FLOAT, -1, 2)
        .model();
  }

  private static OnnxFixture withWeights(DataType type, long... dimensions) {
    return new OnnxFixture()
        .input("x", type, dimensions)
        .weights("w", OnnxFixture.WEIGHTS, 2, 3, 1, 1)
        .weights("b", OnnxFixture.BIAS, 2);
  }

  private static ModelProto channelsLast() {
    return withWeights(DataType.FLOAT, -1, SIDE, SIDE, 3)
        .transpose("x", "nchw", 0, 3, 1, 2)
        .mean("nchw")
        .output("mean", DataType.FLOAT, -1, 2, 1, 1)
        .model();
  }

  /** Returns an encoder whose last layer is in the branches of a condition. */
  private static ModelProto withBranches() {
    GraphProto branch =
        new OnnxFixture().flatten("mean", "y").output("y", DataType.FLOAT, -1, 2).graph();
    NodeProto condition =
        OnnxFixture.nodeOf("If", "z", "yes")
            .addAttribute(graph("then_branch", branch))
            .addAttribute(graph("else_branch", branch))
            .build();
    ModelProto model =
        OnnxFixture.averaging("x", SIDE).add(condition).output("z", DataType.FLOAT, -1, 2).model();
    TensorProto yes =
        TensorProto.newBuilder()
            .setName("yes")
            .setDataType(DataType.BOOL.getNumber())
            .addInt32Data(1)
            .build();
    return model.toBuilder().setGraph(model.getGraph().toBuilder().addInitializer(yes)).build();
  }

  private static AttributeProto graph(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  /** Before 2019, weights were inputs with a value. */
  private static ModelProto weightsAsInputs() {
    return new OnnxFixture()
        .input("b", DataType.FLOAT, 2)
        .input("x", DataType.FLOAT, -1, 3, SIDE, SIDE)
        .weights("w", OnnxFixture.WEIGHTS, 2, 3, 1, 1)
        .weights("b", OnnxFixture.BIAS, 2)
        .mean("x")
        .flatten("mean", "y")
        .output("y", DataType.FLOAT, -1, 2)
        .model();
  }

  /** Writes an encoder and a model of its vectors, and returns the model's file. */
  private org.apache.hadoop.fs.Path write(ModelProto encoder, EncoderSettings settings)
      throws IOException {
    Path file = folder.resolve("e.onnx");
    Files.write(file, encoder.toByteArray());
    try (OnnxEncoder opened = OnnxEncoder.open(HADOOP, file.toString(), settings, 1)) {
      return write(opened.description());
    }
  }

  private org.apache.hadoop.fs.Path write(EncoderDescription description) throws IOException {
    TransferNetwork network = new TransferNetwork("linear", FloatVector.shape(2), 2, 0);
    Normalization normalization = new Normalization(MEAN, STD, ValueType.FLOAT);
    ModelMetadata metadata =
        new ModelMetadata(network, List.of("a", "b"), normalization, "standard", null, description);
    var path = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toUri());
    new TrainedModel(metadata, RandomShards.weights(network, 3))
        .write(FileSystem.getLocal(HADOOP), path);
    return path;
  }

  private Path merge(org.apache.hadoop.fs.Path model) throws IOException {
    Path merged = folder.resolve("merged.onnx");
    new OnnxFile(HADOOP)
        .write(
            model,
            new org.apache.hadoop.fs.Path(merged.toUri()),
            GraphStart.ENCODER,
            Optional.empty());
    return merged;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void embedsAndClassifiesAnImage(String name, ModelProto encoder, EncoderSettings settings)
      throws Exception {
    org.apache.hadoop.fs.Path model = write(encoder, settings);
    byte[] merged = Files.readAllBytes(merge(model));

    float[] image = new float[3 * PIXELS];
    float[] colour = {160, 85, 25};
    for (int i = 0; i < image.length; i++) {
      image[i] = colour[i / PIXELS];
    }
    float[] found;
    try (OnnxSession session = new OnnxSession(merged)) {
      found = session.run(image, 3, SIDE, SIDE).get(OnnxExport.PROBABILITIES)[0];
    }
    double[] mean = {0.485, 0.456, 0.406};
    double[] std = {0.229, 0.224, 0.225};
    double[] seen = new double[3];
    for (int channel = 0; channel < seen.length; channel++) {
      boolean scaled = settings.levels() == 1;
      seen[channel] =
          scaled ? (colour[channel] / 255 - mean[channel]) / std[channel] : colour[channel];
    }
    byte[][] vector = {FloatVector.bytes(OnnxFixture.embedding(seen[0], seen[1], seen[2]))};
    TrainedModel trained = TrainedModel.read(FileSystem.getLocal(HADOOP), model);
    try (Predictor predictor =
        new Predictor(trained, trained.metadata().normalization(), 1, Engines.AUTO)) {
      predictor.probabilities(
          vector, (first, rows) -> assertThat(found).containsExactly(rows[0], within(1e-5f)));
    }
    assertThat(found[0]).isBetween(0.01f, 0.99f);
  }

  @Test
  void metadataDescribeTheEncodersImages() throws IOException {
    ModelProto merged =
        ModelProto.parseFrom(
            Files.readAllBytes(merge(write(OnnxFixture.usual(SIDE), EncoderSettings.DEFAULTS))));
    Map<String, String> entries =
        merged.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    assertThat(entries)
        .containsEntry("image.height", "4")
        .containsEntry("image.fit", "crop")
        .containsEntry("image.levels", "0 to 255")
        .containsEntry("classes", "[\"a\",\"b\"]")
        .containsKey("encoder.sha256")
        .doesNotContainKey("features.size");
    assertThat(merged.getGraph().getInputList()).hasSize(1);
    assertThat(merged.getGraph().getOutputList()).hasSize(3);
  }

  @Test
  void otherNormalisationIsNoticed() throws Exception {
    org.apache.hadoop.fs.Path model = write(OnnxFixture.usual(SIDE), EncoderSettings.DEFAULTS);
    TrainedModel trained = TrainedModel.read(FileSystem.getLocal(HADOOP), model);
    ModelProto.Builder merged = ModelProto.newBuilder().mergeFrom(Files.readAllBytes(merge(model)));
    for (TensorProto.Builder tensor : merged.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getName().equals("image.mean")) {
        tensor.setRawData(ByteString.copyFrom(OnnxFixture.bytes(0.585f, 0.456f, 0.406f)));
      }
    }
    GraphInput input = new GraphInput(trained.metadata(), GraphStart.ENCODER);
    byte[][] images = input.examples(HADOOP, Optional.empty());
    FoundEncoder encoder = FoundEncoder.find(trained.metadata().encoder(), model, HADOOP);
    try (FoundEncoder.Images opened = encoder.open(HADOOP, 1)) {
      byte[] changed = merged.build().toByteArray();
      assertThat(OnnxDifference.of(trained, changed, input, images, opened::examples).isRounding())
          .isFalse();
    }
  }

  @Test
  void encoderThatDoesNotFitIsRejectedInOneLine() throws IOException {
    ModelProto fixed =
        withWeights(DataType.FLOAT, 4, 3, SIDE, SIDE)
            .mean("x")
            .flatten("mean", "y")
            .output("y", DataType.FLOAT, 4, 2)
            .model();
    assertRejected(
        write(fixed, EncoderSettings.DEFAULTS), "e.onnx: takes 4 images at a time; expected");

    ModelProto.Builder old = OnnxFixture.usual(SIDE).toBuilder();
    old.getOpsetImportBuilder(0).setVersion(9);
    assertRejected(
        write(old.build(), EncoderSettings.DEFAULTS),
        "e.onnx: has the operator set 9; expected at least 11");

    Files.write(
        folder.resolve("w.bin"), OnnxFixture.bytes(OnnxFixture.WEIGHTS), StandardOpenOption.CREATE);
    ModelProto external =
        new OnnxFixture()
            .input("x", DataType.FLOAT, -1, 3, SIDE, SIDE)
            .external("w", "w.bin", 2, 3, 1, 1)
            .weights("b", OnnxFixture.BIAS, 2)
            .mean("x")
            .flatten("mean", "y")
            .output("y", DataType.FLOAT, -1, 2)
            .model();
    assertRejected(
        write(external, EncoderSettings.DEFAULTS), "expected an encoder with its weights in one");
  }

  private void assertRejected(org.apache.hadoop.fs.Path model, String message) {
    assertThatThrownBy(() -> merge(model))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("merged.onnx")).doesNotExist();
  }

  @Test
  void modelWithoutAnEncoderIsRejected() throws IOException {
    assertThatThrownBy(() -> merge(write((EncoderDescription) null)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("was trained without an encoder");
  }
}
