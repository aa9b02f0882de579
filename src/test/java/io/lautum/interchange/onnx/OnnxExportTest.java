package io.lautum.interchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.lautum.RandomShards;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.Parameter;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExportTest {
  private static final List<String> CLASSES = List.of("a", "b \"c\"", "ä");

  @TempDir private Path folder;

  /** Returns a model whose running statistics differ from those of a new network. */
  private static TrainedModel model(String architecture, int channels, int side, double dropout) {
    TransferNetwork network =
        new TransferNetwork(
            architecture, new ImageShape(channels, side, side + 4), CLASSES.size(), dropout);
    float[] weights = RandomShards.weights(network, 3);
    Random random = new Random(5);
    for (Parameter parameter : network.graph().parameters().parameters()) {
      if (parameter.kind() != Parameter.Kind.WEIGHTS) {
        for (int i = parameter.offset(); i < parameter.end(); i++) {
          weights[i] += (float) (0.2 * random.nextGaussian());
        }
      }
    }
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      mean[channel] = 0.3f + 0.1f * channel;
      deviation[channel] = 0.2f + 0.05f * channel;
    }
    return new TrainedModel(
        new ModelMetadata(network, CLASSES, new Normalization(mean, deviation), "lautum"), weights);
  }

  @ParameterizedTest
  @CsvSource({
    "lenet, 1, 28, 0.5",
    "lenet, 3, 20, 0",
    "cnn, 3, 32, 0",
    "cnn, 1, 9, 0.2",
    "mlp, 3, 8, 0.5",
    "wrn-16-2, 3, 32, 0",
    "wrn-16-2, 3, 70, 0",
    "wrn-28-2, 3, 16, 0",
    "wrn-16-4, 1, 16, 0"
  })
  void onnxRuntimeComputesTheModelsOutputs(
      String architecture, int channels, int side, double dropout) throws Exception {
    TrainedModel model = model(architecture, channels, side, dropout);
    byte[][] images = CheckImages.generated(model.metadata().fit());
    for (GraphStart start : List.of(GraphStart.EXAMPLES, GraphStart.NORMALISED)) {
      byte[] content = OnnxExport.of(model, start, Map.of()).toByteArray();
      OnnxDifference difference = difference(model, content, start, images);
      assertThat(difference.isRounding()).as("%s", difference).isTrue();
    }
  }

  private static OnnxDifference difference(
      TrainedModel model, byte[] content, GraphStart start, byte[][] images) throws Exception {
    return OnnxDifference.of(
        model, content, new GraphInput(model.metadata(), start), images, UnaryOperator.identity());
  }

  @ParameterizedTest
  @CsvSource({"lenet", "cnn", "wrn-16-2"})
  void otherWeightsAreNoticed(String architecture) throws Exception {
    TrainedModel model = model(architecture, 3, 32, 0);
    float[] weights = model.parameters().clone();
    // One weight of the first convolution, by a thousandth of the usual size of a weight.
    int position = model.metadata().network().graph().parameters().matrices().get(0).offset();
    weights[position] += 0.02f;
    byte[] content =
        OnnxExport.of(new TrainedModel(model.metadata(), weights), GraphStart.EXAMPLES, Map.of())
            .toByteArray();
    OnnxDifference difference =
        difference(
            model, content, GraphStart.EXAMPLES, CheckImages.generated(model.metadata().fit()));
    assertThat(difference.isRounding()).as("%s", difference).isFalse();
  }

  @Test
  void notANumberIsNoRounding() {
    assertThat(new OnnxDifference(1, Double.NaN, 0, 0).isRounding()).isFalse();
    assertThat(new OnnxDifference(1, 0, 0, Double.NaN).isRounding()).isFalse();
  }

  @Test
  void foldsBatchNormalisationAfterConvolutions() throws Exception {
    ModelProto cnn = OnnxExport.of(model("cnn", 3, 32, 0), GraphStart.EXAMPLES, Map.of());
    assertThat(operators(cnn)).doesNotContainKeys("BatchNormalization", "Mul", "Add");
    // Of the 13 normalisations of a wrn-16-2, seven alone read a convolution: the six in the middle
    // of a block, and the first, behind the stem.
    ModelProto wrn = OnnxExport.of(model("wrn-16-2", 3, 32, 0), GraphStart.EXAMPLES, Map.of());
    assertThat(operators(wrn)).containsEntry("Mul", 6L).containsEntry("Add", 6L);
  }

  private static Map<String, Long> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream()
        .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
  }

  @Test
  void metadataSayHowToPrepareAnImage() throws Exception {
    TrainedModel model = model("lenet", 1, 28, 0);
    ModelProto proto = OnnxExport.of(model, GraphStart.EXAMPLES, Map.of("key", "value"));
    Map<String, String> entries =
        proto.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    assertThat(entries)
        .containsEntry("key", "value")
        .containsEntry("classes", "[\"a\",\"b \\\"c\\\"\",\"ä\"]")
        .containsEntry("image.height", "28")
        .containsEntry("image.width", "32")
        .containsEntry("image.channels", "1")
        .containsEntry("image.fit", "crop")
        .containsEntry("image.background", "#ffffff")
        .containsEntry("image.levels", "0 to 255")
        .containsEntry("normalization.mean", "[0.3]")
        .containsEntry("normalization.std", "[0.2]");
    assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(13);
    assertThat(proto.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0))
        .satisfies(dimension -> assertThat(dimension.getDimParam()).isEqualTo("batch"));
  }

  @Test
  void writesTheFileOfAModelFile() throws Exception {
    Configuration hadoop = new Configuration(false);
    var model = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toString());
    var output = new org.apache.hadoop.fs.Path(folder.resolve("model.onnx").toString());
    FileSystem files = model.getFileSystem(hadoop);
    model("mlp", 1, 12, 0).write(files, model);
    OnnxFile file = new OnnxFile(hadoop);
    assertThat(file.isOf(model, output)).isFalse();
    file.write(model, output, GraphStart.EXAMPLES, Optional.empty());
    assertThat(file.isOf(model, output)).isTrue();
    model("mlp", 1, 13, 0).write(files, model);
    assertThat(file.isOf(model, output)).isFalse();
    Files.write(folder.resolve("model.onnx"), new byte[] {-1, -1, -1});
    assertThat(file.isOf(model, output)).isFalse();
  }

  @Test
  void rejectsAModelWhoseOutputsAreNotNumbers() throws Exception {
    Configuration hadoop = new Configuration(false);
    var path = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toString());
    TrainedModel model = model("mlp", 1, 12, 0);
    model.parameters()[0] = Float.NaN;
    model.write(path.getFileSystem(hadoop), path);
    var output = new org.apache.hadoop.fs.Path(folder.resolve("model.onnx").toString());
    assertThatThrownBy(
            () -> new OnnxFile(hadoop).write(path, output, GraphStart.EXAMPLES, Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the export computes other outputs");
    assertThat(folder.resolve("model.onnx")).doesNotExist();
  }

  @Test
  void tritonReadsAFolder() throws Exception {
    Configuration hadoop = new Configuration(false);
    var path = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toString());
    model("lenet", 1, 28, 0).write(path.getFileSystem(hadoop), path);
    var repository = new org.apache.hadoop.fs.Path(folder.resolve("letters").toString());
    new OnnxFile(hadoop)
        .writeTriton(path, repository, "letters", GraphStart.EXAMPLES, Optional.empty());
    assertThat(folder.resolve("letters/1/model.onnx")).exists();
    assertThat(Files.readString(folder.resolve("letters/config.pbtxt"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            name: "letters"
            backend: "onnxruntime"
            max_batch_size: 256
            input [ { name: "image", data_type: TYPE_FP32, dims: [ 1, 28, 32 ] } ]
            output [
              { name: "probabilities", data_type: TYPE_FP32, dims: [ 3 ] },
              { name: "logits", data_type: TYPE_FP32, dims: [ 3 ] },
              { name: "embedding", data_type: TYPE_FP32, dims: [ 500 ] }
            ]
            dynamic_batching { }
            """);
  }

  @Test
  void comparisonTakesTheImagesOfAFolder() throws Exception {
    ImageFit fit = ImageFit.to(new ImageShape(3, 16, 16));
    Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
    var image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", folder.resolve("black.png").toFile());
    var path = new org.apache.hadoop.fs.Path(folder.toString());
    byte[][] images = CheckImages.below(new Configuration(false), path, fit);
    assertThat(images).hasDimensions(1, 3 * 16 * 16);
    assertThat(images[0]).containsOnly(0);
  }
}
