package io.lautum.report.tracking;

import java.io.IOException;
import java.util.Set;

/** A server's answer with an error status. */
final class RestException extends IOException {
  private static final Set<Integer> UNKNOWN_REQUEST = Set.of(404, 405, 501);

  private final int status;
  private final String code;

  /**
   * @param status status of HTTP
   * @param code MLflow's error code, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if there is
   *     none
   */
  RestException(String message, int status, String code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  boolean is(String expected) {
    return code.equals(expected);
  }

  /** Returns whether the server has no such request, unlike one for a run that is missing. */
  boolean isUnknownRequest() {
    return UNKNOWN_REQUEST.contains(status) && !is("RESOURCE_DOES_NOT_EXIST");
  }
}
