package io.lautum;

/**
 * Input that violates its format: the message names the file, the offset or row, the expected and
 * the actual content. Ends the program with exit code 3 and no stack trace.
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(PrintableText.of(message));
  }

  public DataException(String message, Throwable cause) {
    super(PrintableText.of(message), cause);
  }
}
