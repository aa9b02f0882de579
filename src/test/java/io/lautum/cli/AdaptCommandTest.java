package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AdaptCommandTest {
  private static final String MASTER = "spark.master";

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void keepMaster() {
    before = System.getProperty(MASTER);
  }

  @AfterEach
  void restoreMaster() {
    if (before == null) {
      System.clearProperty(MASTER);
    } else {
      System.setProperty(MASTER, before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "local, '', 1",
    "local[1], '', 1",
    "local[4], '', 2",
    "spark://host:7077, '', 2",
    "local, 'workers=2', 2"
  })
  void hasNoMoreWorkersThanALocalMasterHasSlots(String master, String override, int workers) {
    System.setProperty(MASTER, master);
    AdaptCommand command = new AdaptCommand();
    new CommandLine(command)
        .parseArgs(
            "--labelled",
            folder.toString(),
            "--output",
            folder.resolve("out").toString(),
            "-D",
            override.isEmpty() ? "seed=1" : override);

    assertThat(command.config().workers()).isEqualTo(workers);
  }
}
