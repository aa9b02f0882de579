package io.lautum.experiment.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time in an experiment's files: ISO 8601 in UTC, in whole seconds. */
public final class Timestamp {
  private Timestamp() {}

  /** Returns the present time, such as {@code 2026-01-31T12:34:56Z}. */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
