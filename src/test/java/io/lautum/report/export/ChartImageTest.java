package io.lautum.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartImageTest {
  /** Exports of equal results are compared, and kept, by their bytes. */
  @Test
  void equalChartsGiveEqualBytesWithTextAsText() {
    String svg = svg();
    assertThat(svg)
        .isEqualTo(svg())
        .contains(">a title<", ">across<", "font-family=\"sans-serif\"");
  }

  private static String svg() {
    Series series =
        new Series("s", 0, Look.LINE, List.of(new DataPoint(0, 0), new DataPoint(1, 1)));
    Axis unit = Axis.linear(0, 1);
    Chart chart = new Chart("n", "a title", "across", "up", unit, unit, List.of(series));
    return new String(new ChartImage(chart).svg(), StandardCharsets.UTF_8);
  }
}
