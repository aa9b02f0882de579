package io.lautum.cli;

import io.lautum.DataException;
import io.lautum.InUseException;
import io.lautum.UserException;
import io.lautum.operations.device.BackendException;
import java.util.Optional;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;

/**
 * What a command's exception means for whoever started it.
 *
 * @param exitCode of the program
 * @param message for a person
 * @param cause the exception that the message is of
 * @param isExpected whether the message says all that is to be said
 */
record Failure(int exitCode, String message, Throwable cause, boolean isExpected) {
  static final int OTHER = 1;
  static final int USAGE = 2;
  static final int DATA = 3;
  static final int IN_USE = 4;

  /** Looks for the first cause that a person can do something about. */
  static Failure of(Throwable failure) {
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
      if (isFullStorage(cause)) {
        return new Failure(
            OTHER,
            cause.getMessage()
                + ": free space and run the same command with --resume; what is complete is kept",
            cause,
            true);
      }
      root = cause;
    }
    return new Failure(OTHER, root.toString(), root, false);
  }

  private static boolean isFullStorage(Throwable cause) {
    return cause instanceof QuotaExceededException
        || String.valueOf(cause.getMessage()).contains("No space left on device");
  }
}
