package io.lautum;

/**
 * Another command works where this one would. Nothing is wrong with what was asked for: the same
 * command may succeed later. Ends the program with exit code 4 and no stack trace.
 */
public final class InUseException extends RuntimeException {
  public InUseException(String message) {
    super(PrintableText.of(message));
  }
}
