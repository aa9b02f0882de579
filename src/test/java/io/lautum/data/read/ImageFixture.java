package io.lautum.data.read;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encodes images with known samples. */
public final class ImageFixture {
  private ImageFixture() {}

  /**
   * Returns a PNG or JPEG file of two rows and three columns whose samples count up from {@code
   * first}.
   */
  public static byte[] encoded(String format, int type, int first) {
    BufferedImage image = new BufferedImage(3, 2, type);
    fill(image, first);
    return encode(image, format);
  }

  /** Returns an RGB image as PNG. */
  public static byte[] colour(int first) {
    return encoded("png", BufferedImage.TYPE_3BYTE_BGR, first);
  }

  /** Returns a grey image as PNG. */
  public static byte[] grey(int first) {
    return encoded("png", BufferedImage.TYPE_BYTE_GRAY, first);
  }

  /** Returns a palette PNG of two rows and three columns; pixel i has palette entry i. */
  public static byte[] palette(byte[] red, byte[] green, byte[] blue) {
    BufferedImage image =
        new BufferedImage(
            3, 2, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 6, red, green, blue));
    for (int i = 0; i < 6; i++) {
      image.getRaster().setSample(i % 3, i / 3, 0, i);
    }
    return encode(image, "png");
  }

  /**
   * Returns the samples of {@link #encoded} in the order channel, row, column: {@code first}, first
   * + 1, …
   */
  public static byte[] pixels(int channels, int first) {
    byte[] pixels = new byte[channels * 6];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < 6; i++) {
        pixels[channel * 6 + i] = (byte) (first + channels * i + channel);
      }
    }
    return pixels;
  }

  public static void fill(BufferedImage image, int first) {
    int bands = image.getRaster().getNumBands();
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      for (int band = 0; band < bands; band++) {
        int sample = first + bands * i + band;
        image.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), band, sample);
      }
    }
  }

  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, file)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
