package io.lautum.report.chart;

/** How a series is drawn. */
public enum Look {
  /** A line. */
  LINE,
  /** A dashed line. */
  DASHED,
  /** A line with a symbol and an error bar on every point. */
  MARKED,
  /** Only symbols and error bars. */
  POINTS,
  /** Only small symbols, for hundreds of points. */
  DOTS,
  /** A thin grey line in the background; not in the legend. */
  CONTEXT,
  /** A dashed grey line for a baseline. */
  REFERENCE;

  /** Whether points are joined. */
  public boolean isLine() {
    return this != POINTS && this != DOTS;
  }

  /** Whether points have symbols. */
  public boolean hasSymbols() {
    return this == MARKED || this == POINTS || this == DOTS;
  }

  /** Whether the line is dashed. */
  public boolean isBroken() {
    return this == DASHED || this == REFERENCE;
  }

  /** Whether it has the colour of the text rather than the colour of its style. */
  public boolean isGrey() {
    return this == CONTEXT || this == REFERENCE;
  }
}
