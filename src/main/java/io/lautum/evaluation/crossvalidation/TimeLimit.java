package io.lautum.evaluation.crossvalidation;

/**
 * The time limit of a cross-validation. It is missed if the time so far, or the time that the steps
 * so far predict for all steps, exceeds the limit by half. So a cross-validation that is almost
 * done is finished, and one that starts late cannot take many times the remaining time.
 *
 * @param seconds time from the first step; infinite without a limit
 * @param least seconds that it gets in any case, because the first steps are slow and predict
 *     nothing
 * @param predicts whether the steps so far predict the time; not if a training may end early
 */
public record TimeLimit(double seconds, double least, boolean predicts) {
  public static final TimeLimit NONE = new TimeLimit(Double.POSITIVE_INFINITY);

  /** The remark in reports on work that has missed its limit, or was not begun for lack of time. */
  public static final String MISSED = "the time did not suffice";

  private static final double TOLERANCE = 1.5;

  public TimeLimit(double seconds, double least) {
    this(seconds, least, true);
  }

  public TimeLimit(double seconds) {
    this(seconds, 60);
  }

  /** Returns the limit of trainings that may end before their last step. */
  TimeLimit withoutPrediction() {
    return new TimeLimit(seconds, least, false);
  }

  /**
   * Returns whether the work must end.
   *
   * @param elapsed seconds so far
   * @param expected seconds in all, from the steps so far; NaN before the first
   */
  boolean isMissed(double elapsed, double expected) {
    double most = TOLERANCE * seconds;
    return elapsed >= least && (elapsed > most || predicts && expected > most);
  }

  /** Thrown by work that has missed its time. */
  public static final class MissedException extends RuntimeException {
    MissedException() {
      super(MISSED);
    }
  }
}
