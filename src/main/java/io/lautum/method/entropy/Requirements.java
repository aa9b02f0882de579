package io.lautum.method.entropy;

import io.lautum.Text;

/** Checks the parameters of steps. */
final class Requirements {
  private Requirements() {}

  static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "positive and finite");
  }

  static void require(boolean satisfied, String name, double value, String allowed) {
    if (!satisfied) {
      throw new IllegalArgumentException(
          Text.format("%s must be %s, got [%s]", name, allowed, value));
    }
  }
}
