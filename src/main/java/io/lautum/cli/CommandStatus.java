package io.lautum.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * The status of the last command on an experiment, as {@code result.json} holds it for schedulers
 * and scripts.
 *
 * @param command name of the command, such as {@code run}
 * @param state {@code running}, {@code done}, {@code failed} or {@code interrupted} by a signal; a
 *     command that is {@code running} but has no process was killed
 * @param exitCode exit code of the program; absent while it runs, and if a signal or Spark ended it
 * @param message reason of the failure; absent without one
 * @param began start time, ISO 8601 in UTC
 * @param ended end time, ISO 8601 in UTC; absent while the command runs
 * @param results address of {@code results.json}; absent if there is none
 * @param report address of {@code report.html}; absent if there is none
 */
record CommandStatus(
    String command,
    String state,
    Integer exitCode,
    String message,
    @JsonProperty(required = true) String began,
    String ended,
    String results,
    String report) {

  static CommandStatus running(String command) {
    return new CommandStatus(command, "running", null, null, Timestamp.now(), null, null, null);
  }

  CommandStatus done(ExperimentDirectory directory) throws IOException {
    return ended("done", 0, null, directory);
  }

  CommandStatus failed(Failure failure, ExperimentDirectory directory) throws IOException {
    return ended("failed", failure.exitCode(), failure.message(), directory);
  }

  /** Returns the status of a command whose process ends with an exit code that is not known yet. */
  CommandStatus failed(String reason, ExperimentDirectory directory) throws IOException {
    return ended("failed", null, reason, directory);
  }

  CommandStatus interrupted(ExperimentDirectory directory) throws IOException {
    return ended("interrupted", null, "interrupted by a signal", directory);
  }

  private CommandStatus ended(
      String endState, Integer code, String reason, ExperimentDirectory directory)
      throws IOException {
    return new CommandStatus(
        command,
        endState,
        code,
        reason,
        began,
        Timestamp.now(),
        existing(directory, directory.results()),
        existing(directory, directory.report()));
  }

  private static String existing(ExperimentDirectory directory, Path file) throws IOException {
    return directory.files().exists(file) ? file.toString() : null;
  }

  void write(ExperimentDirectory directory) throws IOException {
    Json.writeFile(directory.files(), directory.commandStatus(), this);
  }
}
