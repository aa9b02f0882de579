package io.lautum.report.chart;

import io.lautum.report.chart.Axis.Tick;
import io.lautum.report.chart.Series.DataPoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Converts charts to JFreeChart's, with the same axes, colours and symbols as on a page. */
public final class JFreeCharts {
  private static final double MARGIN = 0.02;
  private static final Color TEXT = new Color(0x1b1d20);
  private static final Color SOFT = new Color(0x5b6068);
  private static final Color RULE = new Color(0xdcdfe3);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private JFreeCharts() {}

  /** Returns the chart in JFreeChart's form. */
  public static JFreeChart of(Chart chart) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setCapLength(0);
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      data.addSeries(points(i, series));
      style(renderer, i, series);
    }
    XYPlot plot =
        new XYPlot(
            data,
            axis(chart.x(), chart.xLabel(), false),
            axis(chart.y(), chart.yLabel(), chart.downwards()),
            renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(RULE);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    JFreeChart drawn = new JFreeChart(null, FONT, plot, false);
    drawn.setBackgroundPaint(Color.WHITE);
    TextTitle title = new TextTitle(chart.title(), FONT.deriveFont(Font.BOLD, 15));
    title.setPaint(TEXT);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    drawn.setTitle(title);
    drawn.setPadding(new org.jfree.chart.ui.RectangleInsets(8, 8, 8, 16));
    if (chart.plot().legend()) {
      LegendTitle legend = new LegendTitle(plot);
      legend.setItemFont(FONT);
      legend.setItemPaint(TEXT);
      legend.setFrame(BlockBorder.NONE);
      legend.setPosition(RectangleEdge.BOTTOM);
      drawn.addLegend(legend);
    }
    return drawn;
  }

  private static XYIntervalSeries points(int index, Series series) {
    // The key is unique, because several series may have the same name; the points are not sorted,
    // because a line may go back.
    XYIntervalSeries points = new XYIntervalSeries(new Key(index, series.name()), false, true);
    for (DataPoint point : series.points()) {
      double y = point.finite() ? point.y() : Double.NaN;
      points.add(point.x(), point.x(), point.x(), y, point.low(), point.high());
    }
    return points;
  }

  /** A key that is shown as the name but differs for each series. */
  private record Key(int index, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void style(XYErrorRenderer renderer, int index, Series series) {
    Look look = series.look();
    Color colour =
        look == Look.CONTEXT
            ? new Color(0xcfd3d8)
            : look == Look.REFERENCE ? SOFT : Palette.of(series.style());
    renderer.setSeriesPaint(index, colour);
    renderer.setSeriesLinesVisible(index, look.isLine());
    renderer.setSeriesShapesVisible(index, look.hasSymbols());
    renderer.setSeriesShape(index, Symbol.of(series.style()).shape(look == Look.DOTS ? 2.6 : 4.5));
    renderer.setSeriesStroke(
        index,
        look.isBroken()
            ? new BasicStroke(
                1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0)
            : new BasicStroke(look == Look.CONTEXT ? 1.5f : 2f));
    renderer.setSeriesVisibleInLegend(index, look != Look.CONTEXT);
  }

  private static ValueAxis axis(Axis axis, String label, boolean inverted) {
    TickedAxis drawn = new TickedAxis(axis, label);
    // JFreeChart cuts symbols off at the edge of the plot.
    double margin = MARGIN * (axis.max() - axis.min());
    drawn.setRange(axis.min() - margin, axis.max() + margin);
    drawn.setInverted(inverted);
    drawn.setLabelFont(FONT);
    drawn.setLabelPaint(SOFT);
    drawn.setTickLabelFont(FONT);
    drawn.setTickLabelPaint(TEXT);
    drawn.setAxisLinePaint(SOFT);
    drawn.setTickMarkPaint(SOFT);
    return drawn;
  }

  /** An axis with the same ticks as on the page, including categories. */
  private static final class TickedAxis extends NumberAxis {
    private static final long serialVersionUID = 1;

    private final transient List<Tick> ticks;

    TickedAxis(Axis axis, String label) {
      super(label);
      ticks = axis.ticks();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public List refreshTicks(
        java.awt.Graphics2D graphics,
        AxisState state,
        java.awt.geom.Rectangle2D area,
        RectangleEdge edge) {
      boolean along = RectangleEdge.isTopOrBottom(edge);
      List<NumberTick> drawn = new ArrayList<>();
      for (Tick tick : ticks) {
        drawn.add(
            new NumberTick(
                tick.value(),
                tick.label(),
                along ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT,
                TextAnchor.CENTER,
                0));
      }
      return drawn;
    }
  }
}
