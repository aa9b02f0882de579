package io.lautum.interchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.RandomShards;
import io.lautum.data.encoder.OnnxSession;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowFolderTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final List<String> CLASSES = List.of("a", "b \"c\"", "ä");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private MlflowFolder.Written write(Optional<String> run) throws IOException {
    ImageShape shape = new ImageShape(3, 10, 12);
    TransferNetwork network = new TransferNetwork("mlp", shape, CLASSES.size(), 0);
    Normalization normalization =
        new Normalization(new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.2f, 0.2f, 0.2f});
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(network, CLASSES, normalization, "lautum"),
            RandomShards.weights(network, 3));
    var file = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toUri());
    model.write(FileSystem.getLocal(HADOOP), file);
    var output = new org.apache.hadoop.fs.Path(folder.resolve("mlflow").toUri());
    return new MlflowFolder(HADOOP).write(file, output, GraphStart.EXAMPLES, Optional.empty(), run);
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve("mlflow").resolve(name));
  }

  @Test
  void folderHasTheFilesOfMlflow() throws IOException {
    write(Optional.of("r1"));
    try (var files = Files.list(folder.resolve("mlflow"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.startsWith("."))
          .containsExactlyInAnyOrder(
              "MLmodel",
              "model.onnx",
              "input_example.json",
              "serving_input_example.json",
              "requirements.txt",
              "python_env.yaml",
              "conda.yaml");
    }
    assertThat(
            text("MLmodel")
                .replaceFirst("(?m)^(model_uuid: )\"[0-9a-f]{32}\"$", "$1\"…\"")
                .replaceFirst("\"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}\"", "\"…\""))
        .isEqualTo(
            """
artifact_path: "model"
flavors:
  onnx:
    code: null
    data: "model.onnx"
    onnx_version: "1.8.0"
    providers: ["CUDAExecutionProvider","CPUExecutionProvider"]
  python_function:
    data: "model.onnx"
    loader_module: "mlflow.onnx"
    python_version: "3.11.9"
    env:
      conda: "conda.yaml"
      virtualenv: "python_env.yaml"
metadata:
  classes: ["a","b \\"c\\"","ä"]
mlflow_version: "2.17.2"
model_uuid: "…"
run_id: "r1"
saved_input_example_info:
  artifact_path: "input_example.json"
  format: "tf-serving"
  serving_input_path: "serving_input_example.json"
  type: "ndarray"
signature:
  inputs: "[{\\"name\\":\\"image\\",\\"type\\":\\"tensor\\",\\"tensor-spec\\":{\\"dtype\\":\\"float32\\",\\"shape\\":[-1,3,10,12]}}]"
  outputs: "[{\\"name\\":\\"probabilities\\",\\"type\\":\\"tensor\\",\\"tensor-spec\\":{\\"dtype\\":\\"float32\\",\\"shape\\":[-1,3]}},{\\"name\\":\\"logits\\",\\"type\\":\\"tensor\\",\\"tensor-spec\\":{\\"dtype\\":\\"float32\\",\\"shape\\":[-1,3]}},{\\"name\\":\\"embedding\\",\\"type\\":\\"tensor\\",\\"tensor-spec\\":{\\"dtype\\":\\"float32\\",\\"shape\\":[-1,WIDTH]}}]"
  params: null
utc_time_created: "…"
"""
                .replace("WIDTH", String.valueOf(width("embedding"))));
  }

  /** Returns the graph's own width of an output. */
  private long width(String output) throws IOException {
    return graph().getGraph().getOutputList().stream()
        .filter(info -> info.getName().equals(output))
        .findFirst()
        .orElseThrow()
        .getType()
        .getTensorType()
        .getShape()
        .getDim(1)
        .getDimValue();
  }

  private ModelProto graph() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(folder.resolve("mlflow/model.onnx")));
  }

  @Test
  void signatureIsThatOfTheGraph() throws IOException {
    String description = write(Optional.empty()).description();
    JsonNode signature = JSON.readTree(description).get("signature");
    assertThat(tensors(signature.get("inputs").textValue()))
        .isEqualTo(tensors(graph().getGraph().getInputList()));
    assertThat(tensors(signature.get("outputs").textValue()))
        .isEqualTo(tensors(graph().getGraph().getOutputList()));
    assertThat(description).doesNotContain("run_id", "\"artifact_path\":\"model\"");
  }

  private static List<String> tensors(String schema) throws IOException {
    List<String> tensors = new ArrayList<>();
    for (JsonNode tensor : JSON.readTree(schema)) {
      assertThat(tensor.at("/tensor-spec/dtype").textValue()).isEqualTo("float32");
      tensors.add(tensor.get("name").textValue() + tensor.at("/tensor-spec/shape"));
    }
    return tensors;
  }

  private static List<String> tensors(List<ValueInfoProto> values) {
    return values.stream()
        .map(
            value ->
                value.getName()
                    + value.getType().getTensorType().getShape().getDimList().stream()
                        .map(dimension -> size(dimension))
                        .toList()
                        .toString()
                        .replace(" ", ""))
        .toList();
  }

  private static long size(Dimension dimension) {
    return dimension.getDimParam().isEmpty() ? dimension.getDimValue() : -1;
  }

  @Test
  void exampleIsAnInputOfTheGraph() throws Exception {
    write(Optional.empty());
    assertThat(text("serving_input_example.json")).isEqualTo(text("input_example.json"));
    JsonNode images = JSON.readTree(text("input_example.json")).at("/inputs/image");
    assertThat(images).hasSize(1);
    assertThat(images.get(0)).hasSize(3);
    assertThat(images.at("/0/2")).hasSize(10);
    assertThat(images.at("/0/2/9")).hasSize(12);
    float[] values = new float[3 * 10 * 12];
    byte[] drawn = CheckImages.generated(ImageFit.to(new ImageShape(3, 10, 12)))[0];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) images.at("/0/%d/%d/%d".formatted(i / 120, i / 12 % 10, i % 12)).asDouble();
      assertThat(values[i]).isEqualTo(drawn[i] & 0xff);
    }
    try (OnnxSession session =
        new OnnxSession(Files.readAllBytes(folder.resolve("mlflow/model.onnx")))) {
      float[] probabilities =
          session.run(values, new long[] {3, 10, 12}).get(OnnxExport.PROBABILITIES)[0];
      assertThat(probabilities[0] + probabilities[1] + probabilities[2])
          .isCloseTo(1f, within(1e-5f));
    }
  }

  @Test
  void environmentsNameTheSamePackages() throws IOException {
    write(Optional.empty());
    List<String> packages = text("requirements.txt").lines().toList();
    assertThat(packages).allMatch(line -> line.matches("[a-z]+>=\\d+\\.\\d+")).hasSize(3);
    Matcher conda = Pattern.compile("(?m)^  - (.*)$").matcher(text("conda.yaml"));
    assertThat(conda.results().map(result -> result.group(1))).isEqualTo(packages);
    assertThat(text("python_env.yaml")).contains("python: \"3.11.9\"", "- -r requirements.txt");
    assertThat(text("conda.yaml")).contains("- python=3.11.9\n");
  }
}
