package io.lautum;

/**
 * A mistake in the command line or the configuration that the user can fix: the message names the
 * key, the value found and the allowed values. Ends the program with exit code 2 and no stack
 * trace.
 */
public final class UserException extends RuntimeException {
  public UserException(String message) {
    super(PrintableText.of(message));
  }

  public UserException(String message, Throwable cause) {
    super(PrintableText.of(message), cause);
  }
}
