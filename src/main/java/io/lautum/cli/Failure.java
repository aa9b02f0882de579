package io.lautum.cli;

import io.lautum.DataException;
import io.lautum.InUseException;
import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Places;
import io.lautum.operations.cluster.ExecutorWatch;
import io.lautum.operations.device.BackendException;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command's failure, as the program reports it.
 *
 * @param exitCode exit code of the program
 * @param message message for the user
 * @param cause exception that the message belongs to
 * @param isExpected whether the message is enough, without a stack trace
 */
record Failure(int exitCode, String message, Throwable cause, boolean isExpected) {
  static final int OTHER = 1;
  static final int USAGE = 2;
  static final int DATA = 3;
  static final int IN_USE = 4;

  private static final String OUT_OF_MEMORY =
      "out of memory (%s); set --driver-memory, or spark.executor.memory on a cluster, to more, or"
          + " image.height and image.width to smaller numbers; %s";

  /** What the system adds to the path of a local file. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("\\((Permission denied|Read-only file system)\\)$");

  /** Returns what to do after a failure that another call may not have. */
  static String again(CommandSpec command) {
    if (command.findOption("--resume") != null) {
      return "completed work is kept: run the same command with --resume";
    }
    return command.findOption("--overwrite") == null
        ? "run the same command again"
        : "completed work is kept: run the same command again";
  }

  /**
   * Returns the failure of the first cause that the user can act on.
   *
   * @param again what to do, as {@link #again(CommandSpec)} says
   */
  static Failure of(Throwable failure, String again) {
    Optional<BackendException> backend = BackendException.in(failure);
    if (backend.isPresent()) {
      return new Failure(OTHER, backend.get().getMessage(), failure, true);
    }
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        return new Failure(USAGE, cause.getMessage(), cause, true);
      }
      if (cause instanceof DataException) {
        return new Failure(DATA, cause.getMessage(), cause, true);
      }
      if (cause instanceof InUseException) {
        return new Failure(IN_USE, cause.getMessage(), cause, true);
      }
      if (cause instanceof ResourceException) {
        return new Failure(OTHER, cause.getMessage(), cause, true);
      }
      if (cause instanceof OutOfMemoryError) {
        return new Failure(
            OTHER, Text.format(OUT_OF_MEMORY, cause.getMessage(), again), cause, true);
      }
      Optional<String> lost = ExecutorWatch.reason(cause);
      if (lost.isPresent()) {
        return new Failure(OTHER, lost.get() + "; " + again, cause, true);
      }
      Optional<String> name = Places.rejectedName(cause);
      if (name.isPresent()) {
        return new Failure(DATA, name.get(), cause, true);
      }
      if (isFullStorage(cause)) {
        return new Failure(
            OTHER, firstLine(cause.getMessage()) + "; free space; " + again, cause, true);
      }
      if (isForbidden(cause)) {
        return new Failure(
            OTHER,
            firstLine(cause.getMessage())
                + "; check the permissions, and that the file system can be written; "
                + again,
            cause,
            true);
      }
      root = cause;
    }
    return new Failure(OTHER, firstLine(root.toString()), root, false);
  }

  /** Spark's messages go on with the stack traces of executors. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  /** Returns whether this account may not read or write a file or a folder. */
  private static boolean isForbidden(Throwable cause) {
    return cause instanceof AccessControlException
        || cause instanceof FileNotFoundException
            && FORBIDDEN.matcher(String.valueOf(cause.getMessage())).find();
  }

  private static boolean isFullStorage(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof QuotaExceededException
        || message.contains("No space left on device")
        || message.contains("Disk quota exceeded");
  }
}
