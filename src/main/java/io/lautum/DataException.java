package io.lautum;

/**
 * Input that is not what its format promises: the message names the file, the offset or row, what
 * was expected and what was found. Ends the program with exit code 3 and no stack trace.
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(PrintableText.of(message));
  }

  public DataException(String message, Throwable cause) {
    super(PrintableText.of(message), cause);
  }
}
