package io.lautum;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Grey PNG files of known samples. */
public final class PngFixture {
  private PngFixture() {}

  /** Sample i of the image, row by row. */
  public static byte[] pixels(int height, int width, int seed) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (seed + 37 * i);
    }
    return pixels;
  }

  /** The PNG file of {@link #pixels}. */
  public static byte[] encode(int height, int width, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels(height, width, seed));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
