package io.lautum.execution.onednn;

/** A training graph has something that oneDNN's executor does not know. */
final class UnsupportedGraphException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what it has
   */
  UnsupportedGraphException(String message) {
    super(message);
  }
}
