package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Axis;
import java.util.List;

/**
 * The draws of one row as dots on a line, in pixels from the left of a strip of {@link #WIDTH}.
 *
 * @param mean position of the mean
 * @param low position one standard deviation below the mean
 * @param high position one standard deviation above the mean
 */
public record DrawStrip(List<String> dots, String mean, String low, String high) {
  /** The width of every strip. */
  public static final int WIDTH = 240;

  private static final int MARGIN = 8;

  static DrawStrip of(Row row, Axis axis) {
    double std = row.std() == null ? 0 : row.std();
    return new DrawStrip(
        row.draws().stream().map(draw -> at(axis, draw)).toList(),
        at(axis, row.mean()),
        at(axis, row.mean() - std),
        at(axis, row.mean() + std));
  }

  /**
   * Returns the axis that all strips of some rows share. It holds every draw and deviation, in
   * percent.
   */
  static Axis axis(List<Row> rows) {
    double low = 1;
    double high = 0;
    for (Row row : rows) {
      double std = row.std() == null ? 0 : row.std();
      low = Math.min(low, Math.max(0, row.mean() - std));
      high = Math.max(high, Math.min(1, row.mean() + std));
      for (double draw : row.draws()) {
        low = Math.min(low, draw);
        high = Math.max(high, draw);
      }
    }
    return Axis.linear(100 * low, 100 * high, 0, 100);
  }

  /** Returns the position of an accuracy, which is a fraction. */
  static String at(Axis axis, double accuracy) {
    double fraction = Math.min(1, Math.max(0, axis.fraction(100 * accuracy)));
    return Text.format("%.1f", MARGIN + fraction * (WIDTH - 2 * MARGIN));
  }
}
