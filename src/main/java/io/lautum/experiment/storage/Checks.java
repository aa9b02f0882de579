package io.lautum.experiment.storage;

import java.util.List;
import java.util.Objects;

/** Validates the fields of records read from files; each message continues "expected …". */
public final class Checks {
  private Checks() {}

  public static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected);
    }
  }

  public static void requireText(String field, String value) {
    require(
        value != null && !value.isBlank(), "a non-empty string for " + field + ", found " + value);
  }

  /** Returns an immutable list without null; empty if absent. */
  public static <T> List<T> optionalList(String field, List<T> values) {
    return values == null ? List.of() : requireNoNulls(field, values);
  }

  public static <T> List<T> requireNoNulls(String field, List<T> values) {
    require(
        values != null && values.stream().noneMatch(Objects::isNull),
        "a list without null for " + field);
    return List.copyOf(values);
  }
}
