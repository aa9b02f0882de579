package io.lautum.evaluation.choice;

/** The number of steps that candidates train in one round of a {@link Race}. */
enum Round {
  QUARTER(4, "quarter"),
  HALF(2, "half"),
  ALL(1, "all");

  private final int divisor;
  private final String suffix;

  Round(int divisor, String suffix) {
    this.divisor = divisor;
    this.suffix = suffix;
  }

  /** Returns the number of steps if the whole training has {@code all}. */
  int steps(int all) {
    return Math.max(1, all / divisor);
  }

  /** Returns the steps per step of another round. */
  double times(Round other) {
    return (double) other.divisor / divisor;
  }

  /** Returns the end of the names of a candidate's files. */
  String suffix() {
    return suffix;
  }
}
