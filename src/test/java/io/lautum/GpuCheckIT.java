package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds gpu-check and runs only this file, without a Java on PATH. */
class GpuCheckIT {
  private static final long MOST_BYTES = 40_000_000;

  @TempDir static Path folder;
  private static Path program;

  private record Outcome(int exitCode, String output) {}

  @BeforeAll
  static void build() throws Exception {
    program = folder.resolve("gpu-check");
    Outcome outcome = run(List.of("submit/gpu-check", "--build", program.toString()));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @Test
  void fileIsSmallEnoughToBeCopied() throws IOException {
    assertThat(Files.size(program)).isLessThan(MOST_BYTES);
    assertThat(program).isExecutable();
  }

  @Test
  void enginePassesAndNothingIsLeftBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Outcome outcome =
        run(
            List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "TMPDIR=" + temporary,
                "sh",
                program.toString(),
                "--no-times"));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("engine onednn on oneDNN ", "same bits resumed");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void terminatedProgramLeavesNothingBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("terminated"));
    Path log = folder.resolve("terminated.log");
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "--engine", "onednn", "--no-torch")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    Process process = builder.start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!Files.readString(log).contains("engine onednn on")) {
      assertThat(process.isAlive() && System.nanoTime() < deadline).as("starts in time").isTrue();
      Thread.sleep(100);
    }
    try (var folders = Files.list(temporary)) {
      assertThat(folders)
          .singleElement()
          .satisfies(
              own ->
                  assertThat(Files.getPosixFilePermissions(own))
                      .isEqualTo(PosixFilePermissions.fromString("rwx------")));
    }

    process.destroy();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void wrongOptionsEndWithCode2() throws Exception {
    Outcome outcome = run(List.of(program.toString(), "--engine", "dl4j"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("onednn").contains("--engine is 'dl4j'");
  }

  private static Outcome run(List<String> command) throws Exception {
    Path log = Files.createTempFile(folder, "run", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exitCode = Program.end(builder.start(), 5);
    return new Outcome(exitCode, Files.readString(log));
  }
}
