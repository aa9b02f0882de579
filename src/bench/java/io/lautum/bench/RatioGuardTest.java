package io.lautum.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioGuardTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeRatios() throws IOException {
    file = folder.resolve("ratios.json");
    Files.writeString(
        file,
        """
        {
          "time": {"stored": 0.5, "tolerance": 0.1, "better": "LOWER", "goal": 1.0},
          "speed": {"stored": 2.0, "tolerance": 0.1, "better": "HIGHER", "goal": 1.9},
          "new": {"tolerance": 0.1, "better": "LOWER", "goal": 1.0}
        }
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "time, 0.54, true",
    "time, 0.56, false",
    "time, 0.1, true",
    "time, NaN, false",
    "speed, 1.81, true",
    "speed, 1.79, false",
    "speed, 9, true",
    "new, 1000, true"
  })
  void ratioMayBeWorseByItsTolerance(String name, double measured, boolean ok) throws IOException {
    List<RatioGuard.Line> lines = new RatioGuard(file).check(List.of(ratio(name, measured)));

    assertThat(lines).hasSize(3);
    assertThat(lines)
        .filteredOn(line -> line.ratio().equals(name))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.ok()).isEqualTo(ok);
              assertThat(line.measured()).isEqualTo(Double.valueOf(measured));
            });
    assertThat(lines)
        .filteredOn(line -> !line.ratio().equals(name))
        .allSatisfy(line -> assertThat(line.ok()).as("not measured").isTrue());
  }

  @Test
  void storedRatiosAreUsedByTheNextRun() throws IOException {
    new RatioGuard(file).store(List.of(ratio("time", 0.25), ratio("new", 3)));

    RatioGuard next = new RatioGuard(file);
    assertThat(next.check(List.of(ratio("time", 0.5), ratio("new", 3.4), ratio("speed", 2))))
        .extracting(RatioGuard.Line::ok)
        .containsExactly(false, true, false);
  }

  @Test
  void ratioWithoutEntryInTheFileIsRejected() throws IOException {
    RatioGuard guard = new RatioGuard(file);

    assertThatThrownBy(() -> guard.check(List.of(ratio("other", 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("other");
  }

  private static Ratio ratio(String name, double value) {
    return new Ratio(name, value, 1, "");
  }
}
