package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
  @ParameterizedTest
  @CsvSource({"run, --workdir", "report, --output", "report, --export", "predict, --model"})
  void emptyPlaceIsRejectedWithItsOption(String command, String option) {
    CommandLineRun run = CommandLineRun.of(command, option, "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains(option, "expected a file or a folder, found nothing");
  }
}
