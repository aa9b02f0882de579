package io.lautum.report.export;

import io.lautum.data.image.PngImage;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.JFreeCharts;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;

/** A chart as an image file, on white. */
final class ChartImage {
  private static final int WIDTH = 640;

  /** Pixels per unit of length, enough for paper and for dense screens. */
  private static final int PNG_SCALE = 2;

  private final JFreeChart chart;
  private final int height;

  ChartImage(Chart chart) {
    this.chart = JFreeCharts.of(chart);
    this.height = WIDTH * chart.frame().height() / chart.frame().width();
  }

  /** Returns the chart as SVG in UTF-8. */
  byte[] svg() {
    SVGGraphics2D graphics = new SvgCanvas(WIDTH, height);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      graphics.stream(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  byte[] png() {
    BufferedImage image =
        new BufferedImage(PNG_SCALE * WIDTH, PNG_SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(PNG_SCALE, PNG_SCALE);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    graphics.dispose();
    return PngImage.encode(image);
  }
}
