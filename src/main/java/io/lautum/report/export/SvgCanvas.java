package io.lautum.report.export;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** An SVG image to draw on, with text as text. Equal drawings give equal bytes. */
final class SvgCanvas extends SVGGraphics2D {
  private final Graphics2D measure =
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();

  SvgCanvas(int width, int height) {
    super(emptyDocument());
    setSVGCanvasSize(new Dimension(width, height));
    measure.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  /** Returns metrics without rounding to pixels, because browsers do not round either. */
  @Override
  public FontMetrics getFontMetrics(Font font) {
    return measure.getFontMetrics(font);
  }

  /** Returns a document of Java's own library, even if another one is on the class path. */
  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG_NAMESPACE_URI, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
