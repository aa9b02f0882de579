package io.lautum;

/**
 * Something that the cluster or the machine lacks now, such as executors after a node was lost. The
 * files and the command are valid: the same command may succeed later. Ends the program with exit
 * code 1 and no stack trace.
 */
public final class ResourceException extends RuntimeException {
  public ResourceException(String message) {
    super(PrintableText.of(message));
  }
}
