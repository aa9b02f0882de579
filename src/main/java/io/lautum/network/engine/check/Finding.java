package io.lautum.network.engine.check;

import java.io.Serializable;

/**
 * The result of one check of an engine.
 *
 * @param check subject of the check
 * @param measured measured value, such as a relative error; NaN if there is none
 * @param limit largest value with which the check passes
 * @param reason reason why there is no value: the engine's obstacle or an error; otherwise empty
 */
public record Finding(String check, Outcome outcome, double measured, double limit, String reason)
    implements Serializable {
  /** Whether the engine does what was checked. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The engine has declared that it cannot compute such a step. */
    SKIPPED
  }

  /** Returns the finding for a measured value; NaN fails. */
  static Finding measured(String check, double value, double limit) {
    return new Finding(check, value <= limit ? Outcome.PASSED : Outcome.FAILED, value, limit, "");
  }

  /** Returns the finding of a check that an error has stopped. */
  static Finding stopped(String check, double limit, Throwable error) {
    return new Finding(check, Outcome.FAILED, Double.NaN, limit, error.toString());
  }

  /** Returns the finding of a check whose step the engine cannot compute. */
  static Finding skipped(String check, double limit, String obstacle) {
    return new Finding(check, Outcome.SKIPPED, Double.NaN, limit, obstacle);
  }
}
