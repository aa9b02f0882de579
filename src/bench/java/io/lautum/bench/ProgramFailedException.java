package io.lautum.bench;

import java.nio.file.Path;

/** A program ended with a status other than 0. */
final class ProgramFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProgramFailedException(String program, int status, Path log) {
    super("%s ended with status %d; its messages are in %s".formatted(program, status, log));
    this.status = status;
  }

  int status() {
    return status;
  }
}
