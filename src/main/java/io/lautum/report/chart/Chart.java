package io.lautum.report.chart;

import java.util.List;

/**
 * A chart of points and lines over two axes.
 *
 * @param name for a file
 * @param title what is shown
 * @param xLabel the quantity along, with its unit
 * @param yLabel the quantity up, with its unit
 * @param downwards whether the vertical axis starts at the top, as rows of a table do
 */
public record Chart(
    String name,
    String title,
    String xLabel,
    String yLabel,
    Axis x,
    Axis y,
    List<Series> series,
    Frame frame,
    boolean downwards) {
  public Chart {
    series = List.copyOf(series);
  }

  /** Wider than high, the vertical axis upwards. */
  public Chart(
      String name,
      String title,
      String xLabel,
      String yLabel,
      Axis x,
      Axis y,
      List<Series> series) {
    this(name, title, xLabel, yLabel, x, y, series, Frame.REGULAR, false);
  }

  /** The same in another frame. */
  public Chart in(Frame newFrame) {
    return new Chart(name, title, xLabel, yLabel, x, y, series, newFrame, downwards);
  }

  /** What someone hears who does not see it. */
  public String description() {
    List<String> names =
        series.stream().filter(s -> s.look() != Look.CONTEXT).map(Series::name).toList();
    return "%s. %s against %s, for %s.".formatted(title, yLabel, xLabel, String.join(", ", names));
  }

  /** Its coordinates. */
  public Plot plot() {
    return Plot.of(this);
  }
}
