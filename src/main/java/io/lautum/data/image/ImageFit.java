package io.lautum.data.image;

import io.lautum.Text;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ImageConfig;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Makes images of any shape one shape: resizing with {@link TriangleFilter}, grey from colour as
 * 0.299 R + 0.587 G + 0.114 B, and colour from grey by repetition. An image that has the shape
 * already is not changed.
 *
 * <p>Pillow gives the same levels: first {@code convert("L")} or {@code convert("RGB")}, and then,
 * with {@code size = (width, height)},
 *
 * <ul>
 *   <li>crop: {@code ImageOps.fit(image, size, Image.BILINEAR)},
 *   <li>pad: {@code ImageOps.pad(image, size, Image.BILINEAR, background)},
 *   <li>stretch: {@code image.resize(size, Image.BILINEAR)}.
 * </ul>
 *
 * @param shape shape of the results; vectors, which are never changed, have any number of channels
 * @param mode what happens to images of another aspect ratio
 * @param background colour next to padded images
 */
public record ImageFit(ImageShape shape, Mode mode, Background background) implements Serializable {

  /** Treatment of images whose aspect ratio is not that of the result. */
  public enum Mode {
    /** Cuts equal parts off both ends of the longer side. */
    CROP,
    /** Adds background to both ends of the shorter side. */
    PAD,
    /** Scales height and width by different factors. */
    STRETCH
  }

  public ImageFit {
    boolean vector = shape.height() == 1 && shape.width() == 1;
    if (shape.channels() != 1 && shape.channels() != 3 && !vector) {
      throw new IllegalArgumentException(
          Text.format("images have 1 or 3 channels, got [%d]", shape.channels()));
    }
  }

  /** Returns the fit to a shape that an experiment has if it sets no key of images. */
  public static ImageFit to(ImageShape shape) {
    return new ImageFit(shape, Mode.CROP, Background.WHITE);
  }

  /** Returns the fit that the configuration chooses, for images of a shape. */
  public static ImageFit of(ImageConfig image, ImageShape shape) {
    return new ImageFit(
        shape,
        EnumNames.named(Mode.class, "image.fit", image.fit()),
        Background.parse(image.background()).orElseThrow());
  }

  /**
   * Returns an image of this shape.
   *
   * @param pixels unsigned bytes, channels x height x width
   * @param from shape of {@code pixels}, with one or three channels
   */
  public byte[] apply(byte[] pixels, ImageShape from) {
    if (from.channels() != 1 && shape.channels() == 1) {
      return resized(Luma.of(pixels), from.height(), from.width(), 1);
    }
    return withChannels(
        resized(pixels, from.height(), from.width(), from.channels()),
        from.channels(),
        shape.channels());
  }

  /** Returns the image, with a grey one repeated if more channels are wanted. */
  static byte[] withChannels(byte[] pixels, int found, int wanted) {
    if (found == wanted) {
      return pixels;
    }
    byte[] repeated = new byte[wanted * pixels.length];
    for (int channel = 0; channel < wanted; channel++) {
      System.arraycopy(pixels, 0, repeated, channel * pixels.length, pixels.length);
    }
    return repeated;
  }

  private byte[] resized(byte[] pixels, int height, int width, int channels) {
    if (height == shape.height() && width == shape.width()) {
      return pixels;
    }
    return switch (mode) {
      case STRETCH ->
          new TriangleFilter(height, width, shape.height(), shape.width()).apply(pixels, channels);
      case CROP -> cropped(pixels, height, width, channels);
      case PAD -> padded(pixels, height, width, channels);
    };
  }

  private byte[] cropped(byte[] pixels, int height, int width, int channels) {
    double ratio = (double) shape.width() / shape.height();
    double keptHeight = height;
    double keptWidth = width;
    if ((double) width / height >= ratio) {
      keptWidth = ratio * height;
    } else {
      keptHeight = width / ratio;
    }
    double top = (height - keptHeight) * 0.5;
    double left = (width - keptWidth) * 0.5;
    TriangleFilter filter =
        new TriangleFilter(
            new TriangleFilter.Axis(height, top, top + keptHeight, shape.height()),
            new TriangleFilter.Axis(width, left, left + keptWidth, shape.width()));
    return filter.apply(pixels, channels);
  }

  private byte[] padded(byte[] pixels, int height, int width, int channels) {
    double ratio = (double) shape.width() / shape.height();
    int newHeight = shape.height();
    int newWidth = shape.width();
    if ((double) width / height > ratio) {
      newHeight = Math.max(1, (int) Math.rint((double) height / width * newWidth));
    } else if ((double) width / height < ratio) {
      newWidth = Math.max(1, (int) Math.rint((double) width / height * newHeight));
    }
    byte[] small = new TriangleFilter(height, width, newHeight, newWidth).apply(pixels, channels);
    int top = (int) Math.rint((shape.height() - newHeight) * 0.5);
    int left = (int) Math.rint((shape.width() - newWidth) * 0.5);
    int plane = shape.height() * shape.width();
    byte[] padded = new byte[channels * plane];
    for (int channel = 0; channel < channels; channel++) {
      int start = channel * plane;
      Arrays.fill(padded, start, start + plane, (byte) background.level(channel, channels));
      for (int y = 0; y < newHeight; y++) {
        System.arraycopy(
            small,
            (channel * newHeight + y) * newWidth,
            padded,
            start + (top + y) * shape.width() + left,
            newWidth);
      }
    }
    return padded;
  }
}
