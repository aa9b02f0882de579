package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.List;

/**
 * An image of unsigned bytes as OpenCV and Spark's source {@code image} store it: row by row, the
 * channels of a pixel next to each other in the order blue, green, red and alpha.
 *
 * @param mode OpenCV's type: 0 (one channel), 16 (three) or 24 (four)
 * @param data height x width x channels
 */
public record OpenCvImage(int height, int width, int channels, int mode, byte[] data) {
  /** OpenCV's type of unsigned bytes is 8 (channels − 1). */
  private static final int MODE_STEP = 8;

  /**
   * Returns the image's shape when decoded.
   *
   * @param path name of the image, for messages
   * @throws DataException if mode, dimensions and data do not belong to an image of unsigned bytes
   */
  public ImageShape shape(String path) {
    boolean known = channels == 1 || channels == 3 || channels == 4;
    long pixels = (long) height * width;
    if (!known
        || mode != MODE_STEP * (channels - 1)
        || height < 1
        || width < 1
        || pixels > ImageDecoder.MAX_PIXELS
        || data == null
        || data.length != pixels * channels) {
      throw new DataException(
          Text.format(
                  "%s: expected 1, 3 or 4 channels of unsigned bytes (mode 0, 16 or 24) of 1 to %d"
                      + " pixels,",
                  path, ImageDecoder.MAX_PIXELS)
              + Text.format(
                  " found mode %d, %d x %d x %d and %s bytes",
                  mode, height, width, channels, data == null ? "no" : "" + data.length));
    }
    return new ImageShape(channels == 1 ? 1 : 3, height, width);
  }

  /**
   * Returns the image in the order of planes, red first, over a background where it is transparent.
   *
   * @param path name of the image, for messages
   * @throws DataException as {@link #shape} does
   */
  public DecodedImage decode(String path, Background background) {
    ImageShape shape = shape(path);
    int colours = shape.channels();
    int plane = height * width;
    byte[] planes = new byte[colours * plane];
    byte[] alpha = channels > colours ? new byte[plane] : null;
    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < colours; channel++) {
        planes[channel * plane + i] = data[i * channels + colours - 1 - channel];
      }
      if (alpha != null) {
        alpha[i] = data[i * channels + colours];
      }
    }
    byte[] pixels = new PlanarSamples(colours, planes, alpha, false).over(background);
    return new DecodedImage(shape, pixels, List.of());
  }
}
