package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.RandomShards;
import io.lautum.data.encoder.EncodeJob;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxExport;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeCommandIT {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < 10; i++) {
      Path image = folder.resolve("images/" + (i % 2 == 0 ? "a/" : "b/") + i + ".png");
      Files.createDirectories(image.getParent());
      Files.write(image, PngFixture.encode(20, 16, i));
    }
    TransferNetwork network = new TransferNetwork("mlp", new ImageShape(1, 12, 12), 2, 0);
    Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.3f});
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(network, List.of("a", "b"), normalization, "standard"),
            RandomShards.weights(network, 3));
    Files.write(
        folder.resolve("m.onnx"),
        OnnxExport.of(model, GraphStart.EXAMPLES, Map.of()).toByteArray());
  }

  private CommandLineRun encode(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "encode",
                "--encoder",
                folder.resolve("m.onnx").toString(),
                "--output",
                folder.resolve("table").toString()));
    arguments.addAll(List.of(more));
    LocalSpark.context();
    return CommandLineRun.of(arguments.toArray(new String[0]));
  }

  private String images() {
    return folder.resolve("images").toString();
  }

  @Test
  void printsHowManyImagesWereEncoded() {
    String[] options = {"--images", images(), "--output-name", "embedding", "--levels", "255"};
    CommandLineRun first = encode(options);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .matches("10 images of \\d+ values: 10 encoded, 0 kept: \\Q" + folder + "\\E/table\n");
    assertThat(encode(options).out()).contains(": 0 encoded, 10 kept: ");
    assertThat(LocalSpark.session().read().parquet(folder.resolve("table").toString()).count())
        .isEqualTo(10);
  }

  @Test
  void rejectsOptionsThatDoNotFit() {
    assertFault(2, "expected one or more of --images, --unlabelled and --test");
    assertFault(
        2,
        "has several outputs: probabilities float[?, 2], logits float[?, 2], embedding float[?,",
        "--images",
        images());
    assertFault(2, "--batch = 0: expected", "--images", images(), "--batch", "0");
    assertFault(
        2,
        "mean: the encoder takes images of 1 channels, expected as many numbers, found none",
        "--images",
        images(),
        "--output-name",
        "embedding");
    assertFault(2, "levels = 7: expected 1 or 255", "--images", images(), "--levels", "7");
    assertFault(2, "unknown key", "--images", images(), "-D", "target.no-key=1");
    assertThat(folder.resolve("table")).doesNotExist();
  }

  @Test
  @SuppressWarnings("try")
  void tableThatAnotherProcessWritesIsExitCode4() throws IOException {
    org.apache.hadoop.fs.Path table =
        new org.apache.hadoop.fs.Path(folder.resolve("table").toString());
    try (ExperimentLock held = EncodeJob.lock(SparkRuntime.hadoop(), table, () -> {})) {
      assertFault(4, ".table.lock is in use by `encode` on ", "--images", images());
    }
    assertThat(folder.resolve("table")).doesNotExist();
    assertThat(folder.resolve(".table.lock")).doesNotExist();
  }

  @Test
  void damagedEncoderIsBadData() throws IOException {
    Files.write(folder.resolve("m.onnx"), new byte[] {1, 2, 3});
    assertFault(3, "m.onnx: expected a", "--images", images());
  }

  private void assertFault(int exitCode, String message, String... options) {
    CommandLineRun run = encode(options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    List<String> lines =
        run.errLines().stream().filter(line -> line.startsWith("lautum: ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains(message);
  }
}
