package io.lautum.method;

import io.lautum.Text;
import java.util.Objects;

/**
 * A number that a stage's transfer term computes at every step. Everything that shows it (history,
 * log, report) takes its wording from here.
 *
 * @param key its name in {@code history.jsonl}
 * @param title its name in the log and in the report
 * @param unit unit of the values, or empty
 * @param description one sentence for the report
 * @param goal direction in which training changes it
 */
public record Metric(String key, String title, String unit, String description, Goal goal) {
  /** The effect of the transfer term on a metric. */
  public enum Goal {
    /** The term increases it. */
    HIGHER,
    /** The term decreases it. */
    LOWER,
    /** It is only observed. */
    NONE
  }

  public Metric {
    if (!key.matches("[a-z][A-Za-z0-9]*")) {
      throw new IllegalArgumentException(Text.format("a key in camel case, got [%s]", key));
    }
    Objects.requireNonNull(title);
    Objects.requireNonNull(unit);
    Objects.requireNonNull(description);
    Objects.requireNonNull(goal);
  }
}
