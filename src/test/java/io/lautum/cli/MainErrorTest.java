package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors, which are no exceptions, end a command with one line, too. */
class MainErrorTest {
  private static final String FILE_SYSTEM = "spark.hadoop.fs.file.impl";
  private static final String NOT_SHARED = FILE_SYSTEM + ".disable.cache";

  @TempDir Path folder;

  /** A file system whose first change exhausts the memory. */
  public static final class Exhausting extends LocalFileSystem {
    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path) {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @BeforeEach
  void useTheFileSystem() {
    System.setProperty(FILE_SYSTEM, Exhausting.class.getName());
    System.setProperty(NOT_SHARED, "true");
  }

  @AfterEach
  void forgetTheFileSystem() {
    System.clearProperty(FILE_SYSTEM);
    System.clearProperty(NOT_SHARED);
  }

  @Test
  void exhaustedMemoryIsReportedWithTheRemedyOfTheCommand() throws IOException {
    Path experiment = folder.resolve("small.conf");
    Files.writeString(
        experiment,
        """
        experiment = small
        source { name = A, path = a, classes = [zero, one] }
        target { name = B, path = b, classes = [zero, one] }
        """);

    CommandLineRun run =
        CommandLineRun.of(
            "run", experiment.toString(), "--workdir", folder.resolve("runs").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("lautum: out of memory (Java heap space); set --driver-memory")
        .endsWith("run the same command with --resume");
  }
}
