package io.lautum.report.chart;

import io.lautum.Text;
import java.util.List;

/**
 * A chart of points and lines over two axes.
 *
 * @param name base name of its files
 * @param title quantity or method shown
 * @param note explanation below the chart; may be empty
 * @param xLabel quantity on the horizontal axis, with its unit
 * @param yLabel quantity on the vertical axis, with its unit
 * @param downwards whether the vertical axis starts at the top, like the rows of a table
 */
public record Chart(
    String name,
    String title,
    String note,
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

  /** Creates a chart in a frame that is wider than high, with the vertical axis upwards. */
  public Chart(
      String name,
      String title,
      String xLabel,
      String yLabel,
      Axis x,
      Axis y,
      List<Series> series) {
    this(name, title, "", xLabel, yLabel, x, y, series, Frame.REGULAR, false);
  }

  /** Returns the chart in another frame. */
  public Chart in(Frame newFrame) {
    return new Chart(name, title, note, xLabel, yLabel, x, y, series, newFrame, downwards);
  }

  /** Returns the chart with an explanation below it. */
  public Chart explained(String newNote) {
    return new Chart(name, title, newNote, xLabel, yLabel, x, y, series, frame, downwards);
  }

  /** Returns the text that a screen reader reads instead of the chart. */
  public String description() {
    List<String> names =
        series.stream().filter(s -> s.look() != Look.CONTEXT).map(Series::name).toList();
    return Text.format(
        "%s. %s against %s, for %s.", title, yLabel, xLabel, String.join(", ", names));
  }

  /** Computes the coordinates of the chart. */
  public Plot plot() {
    return Plot.of(this);
  }
}
