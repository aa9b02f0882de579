package io.lautum.report.chart;

/** The appearance of a series. */
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

  /** Returns whether points are joined. */
  public boolean isLine() {
    return this != POINTS && this != DOTS;
  }

  /** Returns whether points have symbols. */
  public boolean hasSymbols() {
    return this == MARKED || this == POINTS || this == DOTS;
  }

  /** Returns whether the line is dashed. */
  public boolean isBroken() {
    return this == DASHED || this == REFERENCE;
  }

  /** Returns whether the series has the colour of the text instead of the colour of its style. */
  public boolean isGrey() {
    return this == CONTEXT || this == REFERENCE;
  }
}
