package io.lautum;

/**
 * Another command works in the same folder. The request itself is valid: the same command may
 * succeed later. Ends the program with exit code 4 and no stack trace.
 */
public final class InUseException extends RuntimeException {
  public InUseException(String message) {
    super(PrintableText.of(message));
  }
}
