package io.lautum;

import io.lautum.data.image.PngImage;
import java.awt.image.BufferedImage;

/** Creates grey PNG files with known samples. */
public final class PngFixture {
  private PngFixture() {}

  /** Returns the samples of the image, row by row. */
  public static byte[] pixels(int height, int width, int seed) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (seed + 37 * i);
    }
    return pixels;
  }

  /** Returns the PNG file of {@link #pixels}. */
  public static byte[] encode(int height, int width, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels(height, width, seed));
    return PngImage.encode(image);
  }
}
