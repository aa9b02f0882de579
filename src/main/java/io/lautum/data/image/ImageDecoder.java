package io.lautum.data.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.KnownContent;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes PNG, JPEG, WebP, BMP, GIF and TIFF files, recognised by content, to unsigned bytes,
 * channels x height x width. The result is upright according to EXIF, transparent pixels are
 * composed over a background, samples of any depth have the range [0, 255], CMYK and embedded RGB
 * profiles are converted to sRGB, and only the first image of a file is read. Not thread-safe.
 *
 * <p>Memory is bounded by {@link #MAX_PIXELS} and the size of the file, regardless of its content.
 * Larger JPEG files, up to {@link JpegFrame#maxPixels}, are subsampled: of 2, 4, … rows and columns
 * the first is kept.
 */
public final class ImageDecoder implements Closeable {
  /** The largest width times height of a decoded image. */
  public static final long MAX_PIXELS = 1 << 24;

  /**
   * The maximum number of pixels per stored byte: deflate expands one byte to at most 1032 bytes of
   * 8 one-bit pixels each. JPEG reaches 512.
   */
  private static final long PIXELS_A_BYTE = 8 * 1032;

  private final Background background;
  private final Map<ImageFormat, ImageReader> readers = new EnumMap<>(ImageFormat.class);

  /** Warnings of the reader about the current file; readers continue despite damage. */
  private final List<String> readerWarnings = new ArrayList<>();

  private final SrgbConversion srgb = new SrgbConversion();

  /** Creates a decoder that shows transparent images on white. */
  public ImageDecoder() {
    this(Background.WHITE);
  }

  /** Creates a decoder that shows transparent images on a background. */
  public ImageDecoder(Background background) {
    this.background = background;
  }

  /**
   * Decodes a file.
   *
   * @param path the file's path, for messages
   * @throws DataException if {@code file} is not an image of a known format, is larger than {@link
   *     #MAX_PIXELS}, or has lost a part of its image
   */
  public DecodedImage decode(String path, byte[] file) {
    ImageFormat format = ImageFormat.of(file).orElseThrow(() -> notAnImage(path, file));
    readerWarnings.clear();
    try {
      return format == ImageFormat.JPEG ? jpeg(path, file) : other(path, file, format);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders also throw runtime exceptions on damaged files.
      throw new DataException(
          Text.format(
              "%s: expected an intact image, found: %s",
              path, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  /**
   * Returns the shape that {@link #decode} gives an image. Decodes no JPEG image and no PNG image
   * without palette, and checks only the structure of such files.
   *
   * @param path the file's path, for messages
   * @throws DataException as {@link #decode} does
   */
  public ImageShape shape(String path, byte[] file) {
    ImageFormat format = ImageFormat.of(file).orElseThrow(() -> notAnImage(path, file));
    if (format == ImageFormat.JPEG) {
      JpegSegments segments = JpegSegments.parse(path, file);
      JpegFrame frame = segments.frame();
      int channels = frame.channels() == 1 ? 1 : 3;
      requireReasonable(path, file, frame.height(), frame.width(), segments.maxPixels(), true);
      int step = step(frame.height(), frame.width());
      return segments
          .encoded()
          .orientation()
          .upright(
              new ImageShape(
                  channels, subsampled(frame.height(), step), subsampled(frame.width(), step)));
    }
    if (format == ImageFormat.PNG) {
      EncodedImage encoded = PngChunks.parse(path, file);
      PngHeader header = PngHeader.of(path, file);
      if (!header.hasPalette()) {
        requireReasonable(path, file, header.height(), header.width(), MAX_PIXELS, true);
        return encoded
            .orientation()
            .upright(new ImageShape(header.channels(), header.height(), header.width()));
      }
    }
    return decode(path, file).shape();
  }

  /** Returns the smallest power of two that subsamples an image to {@link #MAX_PIXELS}. */
  private static int step(int height, int width) {
    int step = 1;
    while ((long) subsampled(height, step) * subsampled(width, step) > MAX_PIXELS) {
      step *= 2;
    }
    return step;
  }

  private static int subsampled(int length, int step) {
    return (length + step - 1) / step;
  }

  private static DataException notAnImage(String path, byte[] file) {
    return new DataException(
        Text.format(
            "%s: offset 0: expected the first bytes of a %s image, found %s",
            path, ImageFormat.NAMES, KnownContent.found(file)));
  }

  private DecodedImage jpeg(String path, byte[] file) throws IOException {
    JpegSegments segments = JpegSegments.parse(path, file);
    EncodedImage encoded = segments.encoded();
    int height = segments.frame().height();
    int width = segments.frame().width();
    requireReasonable(path, file, height, width, segments.maxPixels(), true);
    ImageReader reader = reader(ImageFormat.JPEG, encoded);
    int step = step(height, width);
    ImageReadParam every = reader.getDefaultReadParam();
    every.setSourceSubsampling(step, step, 0, 0);
    RgbDestination.set(reader, every, subsampled(height, step), subsampled(width, step));
    PlanarSamples samples =
        segments.frame().channels() == 4
            ? PlanarSamples.of(reader.readRaster(0, every))
            : PlanarSamples.of(path, reader.read(0, every), 0);
    for (String warning : readerWarnings) {
      if (segments.isDamage(warning)) {
        throw damaged(path, warning);
      }
    }
    return finished(encoded, samples, subsampled(height, step), subsampled(width, step));
  }

  private DecodedImage other(String path, byte[] file, ImageFormat format) throws IOException {
    EncodedImage encoded =
        switch (format) {
          case PNG -> PngChunks.parse(path, file);
          case GIF -> GifBlocks.parse(path, file);
          case WEBP -> WebpChunks.parse(path, file);
          case BMP -> BmpHeader.parse(path, file);
          default -> TiffFile.parse(path, file);
        };
    ImageReader reader = reader(format, encoded);
    int height = reader.getHeight(0);
    int width = reader.getWidth(0);
    requireReasonable(path, file, height, width, MAX_PIXELS, format.isBounded());
    PixelLayout layout = encoded.layout();
    requireReasonable(path, file, layout.height(height), layout.width(width), MAX_PIXELS, false);
    BufferedImage image = reader.read(0);
    if (layout.interlaced()) {
      GifBlocks.sortRows(image);
    }
    for (String warning : readerWarnings) {
      // Warnings of strips in TIFF files.
      if (warning.contains("JPEG data") || warning.contains("< required")) {
        throw damaged(path, warning);
      }
    }
    PlanarSamples samples = PlanarSamples.of(path, image, encoded.significantBits());
    PlanarSamples whole = layout.applied(samples, height, width);
    return finished(encoded, whole, layout.height(height), layout.width(width));
  }

  private ImageReader reader(ImageFormat format, EncodedImage encoded) {
    // The reader of BMP files keeps the palette and the bit masks of the file before.
    if (format == ImageFormat.BMP) {
      readers.remove(format);
    }
    ImageReader reader =
        readers.computeIfAbsent(
            format,
            missing -> {
              ImageReader created = missing.reader();
              created.addIIOReadWarningListener((source, warning) -> readerWarnings.add(warning));
              return created;
            });
    // Ignores metadata, because its compressed text may unpack to any size.
    reader.setInput(new ByteArrayImageInputStream(encoded.bytes()), true, true);
    return reader;
  }

  /** Checks a header before rows are decoded, because a file may declare any size. */
  private static void requireReasonable(
      String path, byte[] file, int height, int width, long most, boolean bounded) {
    if (height < 1 || width < 1) {
      throw damaged(path, Text.format("height %d and width %d", height, width));
    }
    long pixels = (long) width * height;
    if (pixels > most) {
      throw new DataException(
          Text.format(
              "%s: expected an image of at most %d pixels, found height %d and width %d",
              path, most, height, width));
    }
    if (bounded && pixels > PIXELS_A_BYTE * file.length) {
      throw new DataException(
          Text.format(
              "%s: expected an image that %d bytes can hold, found height %d and width %d",
              path, file.length, height, width));
    }
  }

  private static DataException damaged(String path, String fault) {
    return new DataException(Text.format("%s: expected an intact image, found: %s", path, fault));
  }

  private DecodedImage finished(
      EncodedImage encoded, PlanarSamples samples, int height, int width) {
    List<String> warnings = new ArrayList<>(encoded.warnings());
    warnings.addAll(readerWarnings);
    PlanarSamples colour = srgb.apply(encoded, samples, height, width, warnings);
    ImageShape stored = new ImageShape(colour.channels(), height, width);
    Orientation orientation = encoded.orientation();
    return new DecodedImage(
        orientation.upright(stored),
        orientation.upright(colour.over(background), stored),
        warnings);
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
