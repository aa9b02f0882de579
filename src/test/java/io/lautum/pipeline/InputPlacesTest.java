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
