package io.lautum.cli.doctor;

import io.lautum.operations.device.BackendException;
import java.io.IOException;
import java.util.Optional;

/** One thing that a job relies on, tried out in the process that runs the check. */
interface Check {
  /** What is checked, without the process it is checked on. */
  String name();

  /** Tries it out. May throw whatever the thing throws when it does not work. */
  CheckResult run() throws IOException;

  /**
   * Runs the check; what it throws is its finding.
   *
   * @return the check's own result, or a failure that names what was thrown
   */
  default CheckResult outcome() {
    try {
      return run();
    } catch (IOException | RuntimeException | LinkageError e) {
      // A missing native library is a LinkageError, and is what some checks are there to find.
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
