package io.lautum.data.image;

import io.lautum.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files to unsigned bytes, channels x height x width: the stored samples, with
 * palettes resolved, 16 bits cut to 8 and an alpha channel dropped. The first bytes of a file
 * determine its format. Not thread-safe.
 */
public final class ImageDecoder implements Closeable {
  /** The largest width times height that is decoded. */
  public static final long MAX_PIXELS = 1 << 24;

  /**
   * The maximum number of pixels per stored byte: deflate expands one byte to at most 1032 bytes of
   * 8 one-bit pixels each. JPEG reaches 512.
   */
  private static final long PIXELS_A_BYTE = 8 * 1032;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private final ImageReader png = ImageIO.getImageReadersByFormatName("png").next();
  private final ImageReader jpeg = ImageIO.getImageReadersByFormatName("jpeg").next();

  /**
   * The warning that the decoder of the current file gave; JPEG readers continue despite damage.
   */
  private String damage;

  public ImageDecoder() {
    jpeg.addIIOReadWarningListener((reader, warning) -> damage = warning);
  }

  /**
   * Returns the shape of a dataset whose first image is {@code file}: one channel if the image or
   * its palette is grey, otherwise three.
   *
   * @param path the file's path, for messages
   * @throws DataException if {@code file} is not an intact PNG or JPEG image
   */
  public ImageShape shape(String path, byte[] file) {
    BufferedImage image = decode(path, file, null);
    return new ImageShape(channels(image), image.getHeight(), image.getWidth());
  }

  /**
   * Returns the pixels of {@code file}; a grey image in a dataset with three channels is repeated
   * in each channel.
   *
   * @param path the file's path, for messages
   * @param shape shape of every image of the dataset
   * @throws DataException if {@code file} is not an intact PNG or JPEG image of this shape
   */
  public byte[] pixels(String path, byte[] file, ImageShape shape) {
    BufferedImage image = decode(path, file, shape);
    int found = channels(image);
    if (found > shape.channels()) {
      throw new DataException(
          "%s: expected an image of %s as the first image has, found %d channels"
              .formatted(path, shape, found));
    }
    int plane = shape.height() * shape.width();
    byte[] pixels = new byte[shape.size()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      int[] samples = samples(image, Math.min(channel, found - 1));
      for (int i = 0; i < plane; i++) {
        pixels[channel * plane + i] = (byte) samples[i];
      }
    }
    return pixels;
  }

  private static int channels(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      boolean grey =
          IntStream.range(0, palette.getMapSize())
              .allMatch(
                  i ->
                      palette.getRed(i) == palette.getGreen(i)
                          && palette.getGreen(i) == palette.getBlue(i));
      return grey ? 1 : 3;
    }
    return image.getColorModel().getNumColorComponents();
  }

  /**
   * Returns one channel in [0, 255]. Does not use getRGB, which would gamma-correct grey samples.
   */
  private static int[] samples(BufferedImage image, int channel) {
    Raster raster = image.getRaster();
    boolean indexed = image.getColorModel() instanceof IndexColorModel;
    int[] samples =
        raster.getSamples(
            0, 0, image.getWidth(), image.getHeight(), indexed ? 0 : channel, (int[]) null);
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int shift = 16 - 8 * channel;
      Arrays.setAll(samples, i -> palette.getRGB(samples[i]) >> shift & 0xff);
    } else {
      int shift = image.getSampleModel().getSampleSize(channel) - Byte.SIZE;
      Arrays.setAll(samples, i -> samples[i] >> shift);
    }
    return samples;
  }

  private BufferedImage decode(String path, byte[] file, ImageShape expected) {
    ImageReader reader = reader(path, file);
    damage = null;
    BufferedImage image;
    try {
      // Ignores metadata, because its compressed text may unpack to any size.
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (expected != null && (width != expected.width() || height != expected.height())) {
        throw new DataException(
            "%s: expected an image of height %d and width %d as the first image has, found %d and %d"
                .formatted(path, expected.height(), expected.width(), height, width));
      }
      if ((long) width * height > MAX_PIXELS) {
        throw new DataException(
            "%s: expected an image of at most %d pixels, found height %d and width %d"
                .formatted(path, MAX_PIXELS, height, width));
      }
      if ((long) width * height > PIXELS_A_BYTE * file.length) {
        throw new DataException(
            "%s: expected an image that %d bytes can hold, found height %d and width %d"
                .formatted(path, file.length, height, width));
      }
      image = reader.read(0);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders also throw runtime exceptions on damaged files.
      throw new DataException(
          "%s: expected an intact image, found: %s".formatted(path, e.getMessage()), e);
    }
    if (damage != null) {
      throw new DataException("%s: expected an intact image, found: %s".formatted(path, damage));
    }
    int channels = channels(image);
    if (channels != 1 && channels != 3) {
      throw new DataException(
          "%s: expected a grey or RGB image, found %d channels".formatted(path, channels));
    }
    return image;
  }

  private ImageReader reader(String path, byte[] file) {
    if (startsWith(file, PNG)) {
      PngChunks.check(path, file);
      return png;
    }
    if (startsWith(file, JPEG)) {
      return jpeg;
    }
    throw new DataException(
        "%s: offset 0: expected the first bytes of a PNG or JPEG image, found %s"
            .formatted(path, HexFormat.of().formatHex(file, 0, Math.min(file.length, PNG.length))));
  }

  private static boolean startsWith(byte[] file, byte[] magic) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  @Override
  public void close() {
    png.dispose();
    jpeg.dispose();
  }
}
