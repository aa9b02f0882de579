package io.lautum.evaluation.crossvalidation;

/**
 * The time for a cross-validation. It ends as soon as its steps so far predict half as much again:
 * what begins late must not take many times what is left, and what is almost done is finished.
 *
 * @param seconds time from the first step; infinite without a limit
 * @param least seconds that it gets in any case: the first steps are slow, and predict nothing
 */
public record TimeLimit(double seconds, double least) {
  public static final TimeLimit NONE = new TimeLimit(Double.POSITIVE_INFINITY);

  /** What a report says of work that has missed its time, or was not begun for lack of time. */
  public static final String MISSED = "the time did not suffice";

  private static final double TOLERANCE = 1.5;

  public TimeLimit(double seconds) {
    this(seconds, 60);
  }

  /**
   * Returns whether the work is to end.
   *
   * @param elapsed seconds so far
   * @param expected seconds in all, from the steps so far; NaN before the first
   */
  boolean isMissed(double elapsed, double expected) {
    double most = TOLERANCE * seconds;
    return elapsed >= least && (elapsed > most || expected > most);
  }

  /** Thrown by work that has missed its time. */
  public static final class MissedException extends RuntimeException {
    MissedException() {
      super(MISSED);
    }
  }
}
