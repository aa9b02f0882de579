package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownKeysTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pretrain.epoch | pretrain.epochs",
        "epochs | pretrain.epochs",
        "pretrain.ridge | pretrain.lautum.ridge",
        "label | labels",
        "pretrian | pretrain",
        "source.class | source.classes",
      })
  void unknownKeyIsRejectedWithMostSimilarKey(String key, String nearest) throws IOException {
    ExperimentFile file = new ExperimentFile(folder, ExperimentFile.MINIMAL + key + " { }\n");

    assertRejected(
        file::load,
        "unknown key %s (%s: 4); did you mean %s?".formatted(key, file.name(), nearest));
    assertRejected(
        () -> load(key + "=1"),
        "unknown key %s (command line); did you mean %s?".formatted(key, nearest));
  }

  @Test
  void allUnknownKeysAreNamedTogether() {
    assertRejected(
        () -> load("pretrain.epoch=1", "label=2"),
        "unknown key label (command line); did you mean labels? unknown key pretrain.epoch"
            + " (command line); did you mean pretrain.epochs?");
    String[] many = IntStream.range(0, 11).mapToObj(i -> "seed" + i + "=1").toArray(String[]::new);
    assertThatThrownBy(() -> load(many))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("unknown key seed6 (command line); did you mean seed? And 3 more.");
  }

  private ExperimentConfig load(String... overrides) throws IOException {
    return new ExperimentFile(folder, ExperimentFile.MINIMAL).load(overrides);
  }

  private static void assertRejected(ThrowingCallable load, String message) {
    assertThatThrownBy(load).isInstanceOf(UserException.class).hasMessage(message);
  }
}
