package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputPlacesTest extends ExperimentFixture {
  @TempDir Path data;

  @Test
  void aRelativePlaceThatIsMissingIsReportedWithItsRoot() throws IOException {
    Files.createDirectory(data.resolve("mnist"));

    assertThatThrownBy(() -> require("source.path=minst"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "source.path = minst: not found in data.root, which is file:%s and has mnist/; set -D"
                    .formatted(data)
                + " data.root or LAUTUM_DATA, or write an absolute path");
    assertThatThrownBy(() -> require("source.path=minst", "data.root=" + data + "/no"))
        .hasMessageContaining("data.root, which is file:%s/no and does not exist".formatted(data));
    assertThatNoException().isThrownBy(() -> require("source.path=mnist"));
  }

  @Test
  void relativePlaceMayBeTheStartOfFileNames() throws IOException {
    Path folder = Files.createDirectory(data.resolve("emnist"));
    Files.createFile(folder.resolve("emnist-letters-train-images-idx3-ubyte"));

    assertThatNoException().isThrownBy(() -> require("source.path=emnist/emnist-letters"));
    assertThatThrownBy(() -> require("source.path=emnist/emnist-digits"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source.path = emnist/emnist-digits: not found in data.root");
  }

  @Test
  void absolutePlacesAreLeftToTheirReaders() {
    assertThatNoException().isThrownBy(() -> require("source.path=/nowhere/mnist"));
    assertThatNoException()
        .isThrownBy(() -> InputPlaces.requireRelativeOnes(load(), new Configuration()));
  }

  private void require(String path, String... more) throws IOException {
    String root = more.length == 0 ? "data.root=" + data : more[0];
    InputPlaces.requireRelativeOnes(load("source.format=auto", root, path), new Configuration());
  }
}
