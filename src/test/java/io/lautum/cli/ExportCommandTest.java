package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.FailingFileSystem;
import io.lautum.evaluation.predict.RandomModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest {
  @TempDir Path folder;

  private CommandLineRun export(String format) {
    return CommandLineRun.of(
        "export",
        "--model",
        folder.resolve("model.zip").toString(),
        "--output",
        folder.resolve("letters").toString(),
        "--format",
        format);
  }

  private CommandLineRun exportWithout(String file, String format) {
    Map<String, String> settings =
        Map.of(
            "spark.hadoop.fs.file.impl",
            FailingFileSystem.class.getName(),
            "spark.hadoop.fs.file.impl.disable.cache",
            "true",
            "spark.hadoop." + FailingFileSystem.NAMES,
            file);
    settings.forEach(System::setProperty);
    try {
      return export(format);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  @ParameterizedTest
  @CsvSource({"triton, config.pbtxt", "mlflow, MLmodel"})
  void theSameCommandWorksAfterAFailure(String format, String last) throws IOException {
    RandomModel.write(folder.resolve("model.zip"));
    CommandLineRun failed = exportWithout(last, format);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).contains(last).contains("no space left");
    assertThat(folder).isDirectoryNotContaining(path -> path.endsWith("letters"));

    // A killed process leaves its files.
    Path left = folder.resolve(".letters.tmp/left");
    Files.createDirectories(left);
    CommandLineRun again = export(format);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(folder.resolve("letters").resolve(last)).isRegularFile();
    assertThat(folder.resolve("letters/left")).doesNotExist();
    assertThat(folder.resolve(".letters.tmp")).doesNotExist();
    if (format.equals("triton")) {
      assertThat(folder.resolve("letters/config.pbtxt")).content().contains("name: \"letters\"");
    }

    assertThat(export(format).err()).contains("letters: exists already; choose another path");
  }
}
