package io.lautum.report.chart;

import io.lautum.Text;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart as coordinates in its frame, y downwards, from which a template writes SVG.
 *
 * @param legend whether the chart needs a legend
 */
public record Plot(List<Label> xTicks, List<Label> yTicks, List<Shape> shapes, boolean legend) {
  private static final double RADIUS = 4;
  private static final double DOT_RADIUS = 2.4;

  /** A tick's coordinate along its axis, and its text. */
  public record Label(String at, String text) {}

  /**
   * A series.
   *
   * @param line line path of the line; empty if only symbols are drawn
   * @param bars path of the error bars; may be empty
   * @param symbols path of the symbols; may be empty
   * @param key symbol of the legend, around the origin; may be empty
   */
  public record Shape(
      String name,
      int style,
      boolean broken,
      boolean grey,
      boolean named,
      String line,
      String bars,
      String symbols,
      String key) {}

  static Plot of(Chart chart) {
    List<Shape> shapes = new ArrayList<>();
    for (Series series : chart.series()) {
      shapes.add(shape(chart, series));
    }
    long named = shapes.stream().filter(Shape::named).count();
    return new Plot(
        chart.x().ticks().stream()
            .map(t -> new Label(number(horizontal(chart, t.value())), t.label()))
            .toList(),
        chart.y().ticks().stream()
            .map(t -> new Label(number(vertical(chart, t.value())), t.label()))
            .toList(),
        shapes,
        named > 1);
  }

  private static Shape shape(Chart chart, Series series) {
    Look look = series.look();
    Symbol symbol = Symbol.of(series.style());
    StringBuilder line = new StringBuilder();
    StringBuilder bars = new StringBuilder();
    StringBuilder symbols = new StringBuilder();
    boolean drawing = false;
    for (DataPoint point : series.points()) {
      if (!point.finite()) {
        // Diverged rounds are gaps in the line.
        drawing = false;
        continue;
      }
      double x = horizontal(chart, point.x());
      double y = vertical(chart, point.y());
      if (look.isLine()) {
        line.append(drawing ? "L" : "M").append(number(x)).append(' ').append(number(y));
        drawing = true;
      }
      if (point.low() != point.high()) {
        bars.append('M').append(number(x)).append(' ').append(number(vertical(chart, point.low())));
        bars.append('V').append(number(vertical(chart, point.high())));
      }
      if (look.hasSymbols()) {
        symbols.append(symbol.path(x, y, look == Look.DOTS ? DOT_RADIUS : RADIUS));
      }
    }
    return new Shape(
        series.name(),
        series.style() % Palette.SIZE,
        look.isBroken(),
        look.isGrey(),
        look != Look.CONTEXT,
        line.toString(),
        bars.toString(),
        symbols.toString(),
        look.hasSymbols() ? symbol.path(0, 0, RADIUS) : "");
  }

  private static double horizontal(Chart chart, double value) {
    Frame frame = chart.frame();
    return frame.left() + clamped(chart.x(), value) * (frame.right() - frame.left());
  }

  private static double vertical(Chart chart, double value) {
    Frame frame = chart.frame();
    double fraction = clamped(chart.y(), value);
    return chart.downwards()
        ? frame.top() + fraction * (frame.bottom() - frame.top())
        : frame.bottom() - fraction * (frame.bottom() - frame.top());
  }

  private static double clamped(Axis axis, double value) {
    return Math.min(1, Math.max(0, axis.fraction(value)));
  }

  private static String number(double value) {
    return Text.format("%.1f", value);
  }
}
