package io.lautum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as coordinates in its own view box, y downwards; the template turns it into SVG. It
 * is small, so that its text stays readable when a phone shows it at its natural size.
 *
 * @param title what is shown, for the caption
 * @param xLabel the quantity along, with its unit
 * @param yLabel the quantity up, with its unit
 */
public record LineChart(
    String title,
    String xLabel,
    String yLabel,
    List<Label> xTicks,
    List<Label> yTicks,
    List<Line> lines) {

  private static final Frame FRAME = new Frame(440, 280, 52, 428, 26, 236);

  /** Between the symbols of two series at one x, so that their error bars stay apart. */
  private static final double DODGE = 7;

  /** The view box from its origin, and the edges of the plotting area within it. */
  public record Frame(int width, int height, int left, int right, int top, int bottom) {}

  /** A tick's coordinate along its axis, and its text. */
  public record Label(double at, String text) {}

  /** A symbol, with the ends of its error bar; without one both ends are {@code y}. */
  public record Mark(double x, double y, double low, double high) {}

  /**
   * @param style index of colour and symbol
   * @param dashed whether the line is broken
   * @param path the line as an SVG path
   * @param marks empty for a line without symbols
   */
  public record Line(String name, int style, boolean dashed, String path, List<Mark> marks) {}

  /** A value with the ends of its error bar. */
  record Point(double x, double y, double low, double high) {
    Point(double x, double y) {
      this(x, y, y, y);
    }

    boolean finite() {
      return Double.isFinite(x) && Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /** What one line shows, ascending by x. */
  record Series(String name, int style, boolean dashed, List<Point> points) {}

  /** The same for every chart, so that charts side by side line up. */
  public Frame frame() {
    return FRAME;
  }

  /** A chart with a symbol on every point; series are shifted apart by a few pixels. */
  static LineChart marked(
      String title, String xLabel, String yLabel, Axis x, Axis y, List<Series> series) {
    return new LineChart(title, xLabel, yLabel, along(x), up(y), lines(x, y, series, true));
  }

  /** A chart of plain lines. */
  static LineChart plain(
      String title, String xLabel, String yLabel, Axis x, Axis y, List<Series> series) {
    return new LineChart(title, xLabel, yLabel, along(x), up(y), lines(x, y, series, false));
  }

  private static List<Line> lines(Axis x, Axis y, List<Series> all, boolean marked) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Series series = all.get(i);
      double shift = marked ? DODGE * (i - (all.size() - 1) / 2.0) : 0;
      StringBuilder path = new StringBuilder();
      List<Mark> marks = new ArrayList<>();
      boolean drawing = false;
      for (Point point : series.points) {
        if (!point.finite()) {
          // A diverged round is a gap, not a line to nowhere.
          drawing = false;
          continue;
        }
        Mark mark =
            new Mark(
                horizontal(x, point.x) + shift,
                vertical(y, point.y),
                vertical(y, point.low),
                vertical(y, point.high));
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", mark.x, mark.y));
        drawing = true;
        if (marked) {
          marks.add(mark);
        }
      }
      lines.add(new Line(series.name, series.style, series.dashed, path.toString(), marks));
    }
    return lines;
  }

  private static List<Label> along(Axis x) {
    return x.ticks().stream().map(t -> new Label(horizontal(x, t.value()), t.label())).toList();
  }

  private static List<Label> up(Axis y) {
    return y.ticks().stream().map(t -> new Label(vertical(y, t.value()), t.label())).toList();
  }

  private static double horizontal(Axis x, double value) {
    return FRAME.left + x.fraction(value) * (FRAME.right - FRAME.left);
  }

  private static double vertical(Axis y, double value) {
    double fraction = Math.min(1, Math.max(0, y.fraction(value)));
    return FRAME.bottom - fraction * (FRAME.bottom - FRAME.top);
  }
}
