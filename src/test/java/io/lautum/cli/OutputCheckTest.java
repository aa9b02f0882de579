package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCheckTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "result.json",
        "resolved.conf",
        "results.json",
        "shards/manifest.json",
        ".lock-1",
        "adapt.log",
        "lost+found/1"
      })
  void foldersOfEarlierCommandsAndWithoutFoldersMayBeUsed(String file) throws IOException {
    Path path = folder.resolve("small").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");

    assertThatCode(() -> OutputCheck.requireOwn(directory())).doesNotThrowAnyException();
  }

  @Test
  void newFoldersMayBeUsed() throws IOException {
    assertThatCode(() -> OutputCheck.requireOwn(directory())).doesNotThrowAnyException();
    Files.createDirectories(folder.resolve("small"));
    assertThatCode(() -> OutputCheck.requireOwn(directory())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shards/0.tar", "pretrain/standard/model.zip"})
  void foldersOfOtherOriginAreRejected(String file) throws IOException {
    Path path = folder.resolve("small").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");

    assertThatThrownBy(() -> OutputCheck.requireOwn(directory()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.replaceAll("/.*", ""));
  }

  @Test
  void onlyDatasetsAboveTheFolderAreRejected() {
    for (String place : new String[] {"small-images", "small/images", "other", "small.tar"}) {
      assertThatCode(() -> requireOutside(folder + "/" + place)).doesNotThrowAnyException();
    }
    assertThatCode(() -> requireOutside("unknown://host/x")).doesNotThrowAnyException();
    assertThatThrownBy(() -> requireOutside("file://" + folder))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("source.path = file://" + folder);
  }

  private void requireOutside(String place) {
    OutputCheck.requireOutside(Map.of("source.path", place), directory(), new Configuration(false));
  }

  private ExperimentDirectory directory() {
    return new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
  }
}
