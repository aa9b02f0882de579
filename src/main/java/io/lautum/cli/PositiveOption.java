package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;

/** Checks options whose value is a whole number above 0. */
final class PositiveOption {
  private PositiveOption() {}

  /**
   * Checks one option.
   *
   * @param name name of the option, such as {@code --workers}
   * @throws UserException if the value is below 1
   */
  static void require(String name, int value) {
    if (value < 1) {
      throw new UserException(Text.format("%s = %d: expected a whole number above 0", name, value));
    }
  }
}
