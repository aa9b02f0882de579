package io.lautum.data.glyphs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * A 28x28 raster on which shapes are filled or erased with antialiasing. Coordinates are pixels, x
 * to the right and y downwards. Not thread-safe.
 */
final class Canvas {
  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;

  private final byte[] raster;
  private final Graphics2D graphics;

  Canvas() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    raster = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  void clear() {
    Arrays.fill(raster, (byte) 0);
  }

  void fill(Shape shape) {
    graphics.setColor(Color.WHITE);
    graphics.fill(shape);
  }

  void erase(Shape shape) {
    graphics.setColor(Color.BLACK);
    graphics.fill(shape);
  }

  /** Returns the ink of each pixel, row-major, in [0, 1]. */
  float[] ink() {
    float[] ink = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      ink[i] = (raster[i] & 0xFF) / 255f;
    }
    return ink;
  }
}
