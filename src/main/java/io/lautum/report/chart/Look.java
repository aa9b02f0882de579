package io.lautum.report.chart;

/** How a series is drawn. */
public enum Look {
  /** A line. */
  LINE,
  /** A broken line. */
  DASHED,
  /** A line with a symbol and an error bar on every point. */
  MARKED,
  /** Symbols and error bars alone. */
  POINTS,
  /** Small symbols alone, for hundreds of points. */
  DOTS,
  /** A thin grey line that others are seen against; not in the legend. */
  CONTEXT,
  /** A broken grey line: what others are to be compared with. */
  REFERENCE;

  /** Whether points are joined. */
  public boolean isLine() {
    return this != POINTS && this != DOTS;
  }

  /** Whether points have symbols. */
  public boolean hasSymbols() {
    return this == MARKED || this == POINTS || this == DOTS;
  }

  /** Whether the line is broken. */
  public boolean isBroken() {
    return this == DASHED || this == REFERENCE;
  }

  /** Whether it has the colour of the text rather than one of its own. */
  public boolean isGrey() {
    return this == CONTEXT || this == REFERENCE;
  }
}
