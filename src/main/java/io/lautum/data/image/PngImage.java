package io.lautum.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encodes images as PNG, both images of shards and rendered ones. */
public final class PngImage {
  private PngImage() {}

  /**
   * Encodes an image: the first three channels as red, green and blue, or a single one as grey.
   *
   * @param pixels unsigned bytes, channels x height x width
   */
  public static byte[] encode(byte[] pixels, ImageShape shape) {
    boolean colour = shape.channels() >= 3;
    int plane = shape.height() * shape.width();
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int at = y * shape.width() + x;
        int red = pixels[at] & 0xff;
        if (colour) {
          int green = pixels[plane + at] & 0xff;
          int blue = pixels[2 * plane + at] & 0xff;
          image.setRGB(x, y, red << 16 | green << 8 | blue);
        } else {
          // Not setRGB, because it would convert between colour spaces.
          image.getRaster().setSample(x, y, 0, red);
        }
      }
    }
    return encode(image);
  }

  /** Encodes an image without conversion. */
  public static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
