package io.lautum.cli.doctor;

import io.lautum.operations.device.BackendException;
import java.io.IOException;
import java.util.Optional;

/** A requirement of a job, tested in the process that runs the check. */
interface Check {
  /** Returns the subject of the check, without the process. */
  String name();

  /** Tests the requirement. May throw any exception that the tested library throws. */
  CheckResult run() throws IOException;

  /**
   * Runs the check and turns an exception into a failure.
   *
   * @return the check's own result, or a failure that names the exception
   */
  default CheckResult outcome() {
    try {
      return run();
    } catch (IOException | RuntimeException | LinkageError e) {
      // Some checks exist to find a missing native library, which is a LinkageError.
      Optional<BackendException> backend = BackendException.in(e);
      if (backend.isPresent()) {
        return CheckResult.failed(name(), backend.get().getMessage(), "see docs/gpu.md");
      }
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return CheckResult.failed(
          name(),
          cause.getClass().getSimpleName() + ": " + cause.getMessage(),
          "start through submit/lautum, which sets class path and options");
    }
  }
}
