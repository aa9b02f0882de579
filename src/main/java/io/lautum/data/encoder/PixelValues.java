package io.lautum.data.encoder;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageShape;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

/**
 * The values that an encoder gets for the pixels of an image: (v − mean) / standard deviation per
 * channel, where v is the pixel's byte, or the byte divided by 255.
 */
final class PixelValues {
  private static final int LEVELS = 256;
  private static final float WHITE = 255;
  private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
  private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);

  private final EncoderLayout layout;
  private final int plane;
  private final List<Float> mean;
  private final List<Float> std;
  private final float[][] values;

  /**
   * @throws UserException if the numbers of means, standard deviations and channels differ
   */
  PixelValues(EncoderSettings settings, EncoderLayout layout, ImageShape shape) {
    this.layout = layout;
    plane = shape.height() * shape.width();
    int channels = shape.channels();
    boolean photographs = settings.levels() == 1 && channels == IMAGENET_MEAN.size();
    mean = chosen("mean", settings.mean(), photographs, IMAGENET_MEAN, 0, settings, channels);
    std = chosen("std", settings.std(), photographs, IMAGENET_STD, 1, settings, channels);
    values = new float[channels][LEVELS];
    for (int channel = 0; channel < channels; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        float value = settings.levels() == 1 ? level / WHITE : level;
        values[channel][level] = (value - mean.get(channel)) / std.get(channel);
      }
    }
  }

  private static List<Float> chosen(
      String key,
      List<Float> given,
      boolean photographs,
      List<Float> ofPhotographs,
      float plain,
      EncoderSettings settings,
      int channels) {
    if (given.size() == channels) {
      return given;
    }
    if (given.isEmpty() && photographs) {
      return ofPhotographs;
    }
    if (given.isEmpty() && settings.levels() != 1) {
      return Collections.nCopies(channels, plain);
    }
    throw new UserException(
        Text.format(
            "%s: the encoder takes images of %d channels, expected as many numbers, found %s",
            key, channels, given.isEmpty() ? "none" : given.size()));
  }

  List<Float> mean() {
    return mean;
  }

  List<Float> std() {
    return std;
  }

  /**
   * Writes the values of one image.
   *
   * @param pixels unsigned bytes, channels x height x width
   * @param offset position of the image's first value
   */
  void write(byte[] pixels, FloatBuffer output, int offset) {
    int channels = values.length;
    if (pixels.length != channels * plane) {
      throw new IllegalArgumentException(
          Text.format("images have [%d] values, got [%d]", channels * plane, pixels.length));
    }
    // The distances between the values of a channel, and between the first values of two channels.
    int step = layout == EncoderLayout.NCHW ? 1 : channels;
    int first = layout == EncoderLayout.NCHW ? plane : 1;
    for (int channel = 0; channel < channels; channel++) {
      float[] level = values[channel];
      int start = offset + channel * first;
      for (int i = 0; i < plane; i++) {
        output.put(start + i * step, level[pixels[channel * plane + i] & 0xff]);
      }
    }
  }
}
