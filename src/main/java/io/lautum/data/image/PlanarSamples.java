package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The samples of an image as planes of 8 bits, palettes resolved: round(255 s / m) for a sample s
 * of range [0, m]. Samples are taken as stored; getRGB would gamma-correct grey ones.
 *
 * <p>The range m of b bits is 2^b − 1. Files of 16 bits often hold the 8, 10, 12 or 14 bits of a
 * sensor without saying so, and cutting 12 of 16 bits leaves 16 grey levels. So for 16 bits, b is
 * the number that the file states as significant if all samples fit, and otherwise the smallest of
 * 8, 10, 12, 14 and 16 that all samples of the image fit. All images of a sensor have one range
 * unless the brightest sample of one is below a quarter of the range.
 *
 * @param channels 1, 3 or 4
 * @param planes channels x height x width
 * @param alpha height x width; null if the image is opaque
 * @param premultiplied whether {@code planes} are already multiplied by {@code alpha}
 */
record PlanarSamples(int channels, byte[] planes, byte[] alpha, boolean premultiplied) {
  private static final int LEVELS = 255;
  private static final int LARGEST_BITS = 16;

  /**
   * Converts a decoded image.
   *
   * @param path the file's path, for messages
   * @param significantBits number of significant bits that the file states; 0 if it states none
   * @throws DataException if the image has two or more than four channels, or samples of more than
   *     16 bits
   */
  static PlanarSamples of(String path, BufferedImage image, int significantBits) {
    ColorModel model = image.getColorModel();
    return model instanceof IndexColorModel palette
        ? resolved(image.getRaster(), palette)
        : stored(path, image, model, significantBits);
  }

  /** Converts a raster of bytes without a colour model. */
  static PlanarSamples of(Raster raster) {
    int plane = raster.getHeight() * raster.getWidth();
    byte[] planes = new byte[raster.getNumBands() * plane];
    for (int band = 0; band < raster.getNumBands(); band++) {
      scale(raster, band, LEVELS, planes, band * plane);
    }
    return new PlanarSamples(raster.getNumBands(), planes, null, false);
  }

  private static PlanarSamples stored(
      String path, BufferedImage image, ColorModel model, int significantBits) {
    int channels = model.getNumColorComponents();
    int type = image.getRaster().getTransferType();
    boolean whole =
        type == DataBuffer.TYPE_BYTE
            || type == DataBuffer.TYPE_USHORT
            || type == DataBuffer.TYPE_INT && model.getComponentSize(0) <= Byte.SIZE;
    if (!whole || channels == 2 || channels > 4) {
      throw new DataException(
          Text.format(
              "%s: expected a grey, RGB or CMYK image of at most 16 unsigned bits, found %d"
                  + " channels of %d bits",
              path, channels, model.getComponentSize(0)));
    }
    Raster raster = image.getRaster();
    int plane = image.getHeight() * image.getWidth();
    byte[] planes = new byte[channels * plane];
    int bits = bits(raster, model, channels, significantBits);
    for (int channel = 0; channel < channels; channel++) {
      int size = Math.min(bits, model.getComponentSize(channel));
      scale(raster, channel, (1 << size) - 1, planes, channel * plane);
    }
    byte[] alpha = null;
    if (model.hasAlpha()) {
      alpha = new byte[plane];
      scale(raster, channels, (1 << model.getComponentSize(channels)) - 1, alpha, 0);
    }
    return new PlanarSamples(channels, planes, alpha, model.isAlphaPremultiplied());
  }

  private static int bits(Raster raster, ColorModel model, int channels, int significantBits) {
    int declared = IntStream.range(0, channels).map(model::getComponentSize).max().orElseThrow();
    if (declared < LARGEST_BITS) {
      return declared;
    }
    int all = 0;
    int[] row = new int[raster.getWidth()];
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(0, y, raster.getWidth(), 1, channel, row);
        for (int sample : row) {
          all |= sample;
        }
      }
    }
    int needed = Integer.SIZE - Integer.numberOfLeadingZeros(all);
    if (significantBits >= needed && significantBits <= LARGEST_BITS && significantBits > 0) {
      return significantBits;
    }
    return Math.max(Byte.SIZE, needed + needed % 2);
  }

  private static void scale(Raster raster, int band, int range, byte[] planes, int from) {
    if (range == LEVELS
        && raster.getSampleModel() instanceof ComponentSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer) {
      copy(raster, model, buffer, band, planes, from);
      return;
    }
    int width = raster.getWidth();
    int[] row = new int[width];
    int to = from;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, band, row);
      for (int sample : row) {
        planes[to++] =
            (byte) (range == LEVELS ? sample : (2 * LEVELS * sample + range) / (2 * range));
      }
    }
  }

  /** Copies the bytes of a band without the calls and the numbers that a raster needs per row. */
  private static void copy(
      Raster raster,
      ComponentSampleModel model,
      DataBufferByte buffer,
      int band,
      byte[] planes,
      int from) {
    int bank = model.getBankIndices()[band];
    byte[] data = buffer.getData(bank);
    int step = model.getPixelStride();
    int to = from;
    for (int y = 0; y < raster.getHeight(); y++) {
      int at =
          buffer.getOffsets()[bank]
              + model.getOffset(
                  -raster.getSampleModelTranslateX(), y - raster.getSampleModelTranslateY(), band);
      for (int x = 0; x < raster.getWidth(); x++, at += step) {
        planes[to++] = data[at];
      }
    }
  }

  private static PlanarSamples resolved(Raster raster, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    boolean grey = true;
    boolean opaque = true;
    for (int argb : colours) {
      int blue = argb & 0xff;
      grey &= (argb >> 16 & 0xff) == blue && (argb >> 8 & 0xff) == blue;
      opaque &= argb >>> 24 == LEVELS;
    }
    int channels = grey ? 1 : 3;
    int width = raster.getWidth();
    int plane = raster.getHeight() * width;
    byte[] planes = new byte[channels * plane];
    byte[] alpha = opaque ? null : new byte[plane];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int argb = row[x] < colours.length ? colours[row[x]] : 0;
        int at = y * width + x;
        for (int channel = 0; channel < channels; channel++) {
          planes[channel * plane + at] = (byte) (argb >> 16 - 8 * channel);
        }
        if (!opaque) {
          alpha[at] = (byte) (argb >>> 24);
        }
      }
    }
    return new PlanarSamples(channels, planes, alpha, false);
  }

  /**
   * Returns the planes over a background: (a c + (255 − a) b) / 255, rounded, for colour c, alpha a
   * and background b.
   */
  byte[] over(Background background) {
    if (alpha == null) {
      return planes;
    }
    byte[] composed = new byte[planes.length];
    for (int channel = 0; channel < channels; channel++) {
      int level = background.level(channel, channels);
      int start = channel * alpha.length;
      for (int i = 0; i < alpha.length; i++) {
        int share = alpha[i] & 0xff;
        int colour = (planes[start + i] & 0xff) * (premultiplied ? LEVELS : share);
        int sum = (colour + (LEVELS - share) * level + LEVELS / 2) / LEVELS;
        composed[start + i] = (byte) Math.min(sum, LEVELS);
      }
    }
    return composed;
  }

  /** Returns the same image without transparency. */
  PlanarSamples opaque() {
    return new PlanarSamples(channels, planes, null, premultiplied && alpha == null);
  }

  /**
   * Returns the canvas with this image in its place, and transparent elsewhere.
   *
   * @param height height of this image
   * @param width width of this image
   */
  PlanarSamples on(PixelLayout.Canvas canvas, int height, int width) {
    int plane = canvas.height() * canvas.width();
    byte[] larger = new byte[channels * plane];
    byte[] shown = new byte[plane];
    for (int y = 0; y < height; y++) {
      int to = (canvas.top() + y) * canvas.width() + canvas.left();
      int from = y * width;
      for (int channel = 0; channel < channels; channel++) {
        System.arraycopy(
            planes, channel * height * width + from, larger, channel * plane + to, width);
      }
      if (alpha == null) {
        Arrays.fill(shown, to, to + width, (byte) LEVELS);
      } else {
        System.arraycopy(alpha, from, shown, to, width);
      }
    }
    return new PlanarSamples(channels, larger, shown, premultiplied);
  }

  /** Returns the same image with three other planes. */
  PlanarSamples withColour(byte[] colour) {
    return new PlanarSamples(3, colour, alpha, premultiplied);
  }
}
