package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.DataException;
import io.lautum.InUseException;
import io.lautum.ResourceException;
import io.lautum.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class FailureTest {
  private static final String AGAIN = "run it again";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UserException("the key"), 2),
        Arguments.of(new DataException("the file"), 3),
        Arguments.of(new InUseException("the folder"), 4),
        Arguments.of(new ResourceException("the node"), 1),
        Arguments.of(new IOException("No space left on device"), 1),
        Arguments.of(new IOException("Disk quota exceeded"), 1),
        Arguments.of(new FileNotFoundException("/runs/.lock-1 (Permission denied)"), 1),
        Arguments.of(new FileNotFoundException("/runs/.lock-1 (Read-only file system)"), 1),
        Arguments.of(new AccessControlException("Permission denied: user=a, access=WRITE"), 1),
        Arguments.of(new OutOfMemoryError("Java heap space"), 1));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void causeDecidesTheExitCode(Throwable cause, int exitCode) {
    Failure failure =
        Failure.of(new SparkException("Job aborted", new RuntimeException(cause)), AGAIN);
    assertThat(failure.exitCode()).isEqualTo(exitCode);
    assertThat(failure.isExpected()).isTrue();
    assertThat(failure.message()).contains(cause.getMessage());
  }

  @Test
  void jobsThatWereCancelledForLackOfExecutorsMayBeRetried() {
    Failure failure =
        Failure.of(
            new IllegalStateException(
                "round 3",
                new SparkException("Job 7 cancelled yarn has had no executor for 600 s; wait")),
            AGAIN);
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.isExpected()).isTrue();
    assertThat(failure.message())
        .isEqualTo("yarn has had no executor for 600 s; wait; run it again");
  }

  @ParameterizedTest
  @CsvSource({
    "run, completed work is kept: run the same command with --resume",
    "adapt, completed work is kept: run the same command again",
    "encode, completed work is kept: run the same command again",
    "predict, run the same command again"
  })
  void theRemedyIsAnOptionThatTheCommandHas(String command, String again) {
    CommandLine program = Main.commandLine();
    CommandSpec spec = program.getSubcommands().get(command).getCommandSpec();
    assertThat(Failure.again(spec)).isEqualTo(again);
  }

  @Test
  void messageHasNoStackTraceOfAnExecutor() {
    Failure failure =
        Failure.of(
            new SparkException(
                "Job aborted: Lost task 0.0: java.lang.IllegalStateException: odd\n"
                    + "\tat a.B.c(B.java:1)\n\nDriver stacktrace:"),
            AGAIN);
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.isExpected()).isFalse();
    assertThat(failure.message())
        .isEqualTo(
            "org.apache.spark.SparkException: Job aborted: Lost task 0.0:"
                + " java.lang.IllegalStateException: odd");

    Failure full =
        Failure.of(
            new SparkException(
                "Job aborted: Lost task 0.0: java.io.IOException: No space left on device\n"
                    + "\tat a.B.c(B.java:1)\n\nDriver stacktrace:"),
            AGAIN);
    assertThat(full.message())
        .isEqualTo(
            "Job aborted: Lost task 0.0: java.io.IOException: No space left on device; free space;"
                + " run it again");
  }
}
