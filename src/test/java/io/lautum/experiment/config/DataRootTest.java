package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataRootTest {
  @TempDir Path folder;

  @Test
  void rootPrecedenceIsCommandLineEnvironmentFileProject() throws IOException {
    ExperimentFile silent = new ExperimentFile(folder, ExperimentFile.MINIMAL);
    assertThat(silent.load().source().path()).isEqualTo("./data/a");

    ExperimentFile file =
        new ExperimentFile(folder, ExperimentFile.MINIMAL + "data.root = /from-file");
    Map<String, String> environment = Map.of("LAUTUM_DATA", "/from-environment");
    assertThat(file.load().source().path()).isEqualTo("/from-file/a");
    assertThat(file.load(environment).source().path()).isEqualTo("/from-environment/a");
    assertThat(file.load(environment, "data.root=/from-command").source().path())
        .isEqualTo("/from-command/a");
  }

  @Test
  void emptyValueCountsAsUnset() throws IOException {
    ExperimentFile file =
        new ExperimentFile(folder, ExperimentFile.MINIMAL + "data.root = /from-file");

    assertThat(file.load(Map.of("LAUTUM_DATA", " ")).source().path()).isEqualTo("/from-file/a");
    assertThat(file.load(Map.of("LAUTUM_DATA", "/e"), "data.root=").source().path())
        .isEqualTo("/e/a");
  }

  @Test
  void resolvedConfigurationHasChosenRoot() throws IOException {
    ExperimentFile file = new ExperimentFile(folder, ExperimentFile.MINIMAL);

    assertThat(file.load(Map.of("LAUTUM_DATA", "/e")).resolved().getString("data.root"))
        .isEqualTo("/e");
  }

  @ParameterizedTest
  @CsvSource({
    "mnist, hdfs://host/data/mnist",
    "sub/mnist.tar.gz, hdfs://host/data/sub/mnist.tar.gz",
    "/mnist, /mnist",
    "s3a://bucket/mnist, s3a://bucket/mnist",
    "file:/mnist, file:/mnist",
  })
  void onlyRelativePathIsResolvedAgainstRoot(String path, String resolved) {
    assertThat(new DataRoot("hdfs://host/data").resolve(path)).isEqualTo(resolved);
  }
}
