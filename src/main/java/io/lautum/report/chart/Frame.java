package io.lautum.report.chart;

/**
 * The view box of a chart from its origin, and the edges of the plotting area within it. It is as
 * wide as a phone, so that text keeps its size there; three charts fit side by side on a desktop.
 */
public record Frame(int width, int height, int left, int right, int top, int bottom) {
  private static final int WIDTH = 360;
  private static final int RIGHT = 350;

  /** The frame of most charts, wider than high. */
  public static final Frame REGULAR = new Frame(WIDTH, 250, 48, RIGHT, 26, 206);

  /** A square frame: units have the same length along both axes if both have the same range. */
  public static final Frame SQUARE = new Frame(WIDTH, 370, 48, RIGHT, 26, 328);

  /** Returns a frame with one category per row. */
  public static Frame rows(int rows, int longestName) {
    int left = Math.min(150, 24 + 7 * longestName);
    int bottom = 12 + 22 * Math.max(2, rows);
    return new Frame(WIDTH, bottom + 44, left, RIGHT, 12, bottom);
  }
}
