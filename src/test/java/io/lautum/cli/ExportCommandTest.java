package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.FailingFileSystem;
import io.lautum.LocalFiles;
import io.lautum.RandomShards;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    TransferNetwork network = new TransferNetwork("mlp", new ImageShape(1, 6, 6), 2, 0);
    Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.2f});
    new TrainedModel(
            new ModelMetadata(network, List.of("a", "b"), normalization, "scratch"),
            RandomShards.weights(network, 1))
        .write(
            LocalFiles.open(), new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toUri()));
  }

  private CommandLineRun export(String format) {
    return CommandLineRun.of(
        "export",
        "--model",
        folder.resolve("model.zip").toString(),
        "--format",
        format,
        "--output",
        folder.resolve("made").toString());
  }

  /** The last file of the folder cannot be written. */
  @ParameterizedTest
  @CsvSource({"triton, config.pbtxt", "mlflow, MLmodel"})
  void failedExportCanBeRunAgain(String format, String last) {
    FailingFileSystem.at(last)
        .forEach(entry -> System.setProperty("spark.hadoop." + entry.getKey(), entry.getValue()));
    try {
      CommandLineRun failed = export(format);
      assertThat(failed.exitCode()).isEqualTo(1);
      assertThat(failed.err()).contains("no space left");
    } finally {
      FailingFileSystem.at(last)
          .forEach(entry -> System.clearProperty("spark.hadoop." + entry.getKey()));
    }
    assertThat(folder.resolve("made")).doesNotExist();

    CommandLineRun again = export(format);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(folder.resolve("made").resolve(last)).exists();
    assertThat(folder).isDirectoryNotContaining("glob:**.made.tmp");
  }

  @Test
  void tritonModelIsNamedLikeItsFolder() {
    assertThat(export("triton").exitCode()).isZero();
    assertThat(folder.resolve("made/config.pbtxt")).content().startsWith("name: \"made\"");
  }
}
