package io.lautum.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.chart.Series.DataPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final Axis UNIT = Axis.linear(0, 1);

  @Test
  void linesHaveGapsAtValuesThatAreNotFinite() {
    Plot plot =
        chart(
                new Series(
                    "s",
                    0,
                    Look.LINE,
                    List.of(
                        new DataPoint(0, 0),
                        new DataPoint(0.5, Double.NaN),
                        new DataPoint(1, 1),
                        new DataPoint(1, 0.5))))
            .plot();
    assertThat(plot.shapes().get(0).line()).isEqualTo("M48.0 206.0M350.0 26.0L350.0 116.0");
    assertThat(plot.shapes().get(0).symbols()).isEmpty();
    assertThat(plot.legend()).isFalse();
  }

  @Test
  void errorBarsReachFromEndToEnd() {
    Plot.Shape shape =
        chart(new Series("s", 1, Look.POINTS, List.of(new DataPoint(0.5, 0.5, 0, 1))))
            .plot()
            .shapes()
            .get(0);
    assertThat(shape.bars()).isEqualTo("M199.0 206.0V26.0");
    assertThat(shape.line()).isEmpty();
    // A square of 7.2 around (199, 116).
    assertThat(shape.symbols()).isEqualTo("M195.4 112.4L202.6 112.4L202.6 119.6L195.4 119.6z");
  }

  @Test
  void rowsRunDownwards() {
    Chart chart =
        new Chart(
            "n",
            "t",
            "",
            "x",
            "",
            UNIT,
            Axis.categories(List.of("first", "second")),
            List.of(),
            Frame.rows(2, 6),
            true);
    assertThat(chart.plot().yTicks())
        .extracting(Plot.Label::text, Plot.Label::at)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", "23.0"),
            org.assertj.core.groups.Tuple.tuple("second", "45.0"));
  }

  @Test
  void contextIsNotNamed() {
    Series line = new Series("a", 0, Look.LINE, List.of(new DataPoint(0, 0), new DataPoint(1, 1)));
    Series context = new Series("b", 0, Look.CONTEXT, line.points());
    Chart chart = chart(line, context);
    assertThat(chart.plot().legend()).isFalse();
    assertThat(chart.description()).isEqualTo("t. y against x, for a.");
    assertThat(chart(line, new Series("c", 1, Look.LINE, line.points())).plot().legend()).isTrue();
  }

  @Test
  void sixtyFourStylesDiffer() {
    assertThat(
            java.util.stream.IntStream.range(0, 64)
                .mapToObj(style -> Palette.of(style) + " " + Symbol.of(style)))
        .doesNotHaveDuplicates();
  }

  private static Chart chart(Series... series) {
    return new Chart("n", "t", "x", "y", UNIT, UNIT, List.of(series));
  }
}
