package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output cannot be written: each write to /dev/full fails. */
class StandardOutputTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final String LOST = "standard output could not be written; is its disk full?";

  @TempDir Path temp;
  private Path err;

  @BeforeEach
  void nameTheLog() {
    err = temp.resolve("err");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "keys --markdown", "--help", "help run", "--version"})
  void lostOutputOfTheProgramIsAFailure(String arguments) throws Exception {
    assertThat(new Program(Map.of()).run(List.of(arguments.split(" ")), FULL, err)).isEqualTo(1);
    assertThat(err).hasContent("lautum: the command is done, but " + LOST);
  }

  @Test
  void failureWithoutOutputKeepsItsExitCode() throws Exception {
    assertThat(new Program(Map.of()).run(List.of("rn"), FULL, err)).isEqualTo(2);
    assertThat(err).content().startsWith("lautum: Unknown command 'rn'").hasLineCount(1);
  }

  @Test
  void closedPipeIsQuiet() throws Exception {
    Process process =
        new Program(Map.of()).builder(List.of("keys")).redirectError(err.toFile()).start();
    process.getInputStream().close();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(err).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "--print-command run"})
  void lostOutputOfTheLauncherIsAFailure(String arguments) throws Exception {
    LauncherCopy copy = new LauncherCopy(temp);
    Path help = Files.createDirectory(copy.home().resolve("target/help"));
    Files.writeString(help.resolve("lautum.txt"), "all commands\n\n");
    Files.writeString(help.resolve("run.txt"), "help of run\n");

    Process launcher =
        copy.builder(Map.of(), arguments.split(" "))
            .redirectOutput(FULL.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(1);
    assertThat(err).hasContent("lautum: " + LOST);
  }
}
