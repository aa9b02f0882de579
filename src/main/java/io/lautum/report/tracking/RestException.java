package io.lautum.report.tracking;

import java.io.IOException;

/** A server's answer with an error status. */
final class RestException extends IOException {
  private final String code;

  /**
   * @param code MLflow's error code, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if there is
   *     none
   */
  RestException(String message, String code) {
    super(message);
    this.code = code;
  }

  boolean is(String expected) {
    return code.equals(expected);
  }
}
