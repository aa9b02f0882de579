package io.lautum.data.image;

import io.lautum.Text;
import java.io.Serializable;

/**
 * Turns unsigned bytes into network input: (byte/255 − mean) / standard deviation, per channel.
 *
 * @param mean mean of byte/255 over a dataset's training images, one value per channel
 * @param std positive standard deviation of byte/255, one value per channel
 * @throws IllegalArgumentException if the lengths differ, a mean is not finite, or a standard
 *     deviation is not finite and positive
 */
public record Normalization(float[] mean, float[] std) implements Serializable {
  private static final int LEVELS = 256;

  public Normalization {
    if (mean.length != std.length || mean.length == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "one mean and one standard deviation per channel, got [%d] and [%d]",
              mean.length, std.length));
    }
    for (int channel = 0; channel < mean.length; channel++) {
      if (!Float.isFinite(mean[channel]) || !(std[channel] > 0 && Float.isFinite(std[channel]))) {
        throw new IllegalArgumentException(
            Text.format(
                "a finite mean and a positive standard deviation, got [%s] and [%s] for channel"
                    + " [%d]",
                mean[channel], std[channel], channel));
      }
    }
    mean = mean.clone();
    std = std.clone();
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  /**
   * Returns the table of normalised values by channel and byte, so that each value costs only a
   * look-up.
   */
  public Table table(ImageShape shape) {
    if (shape.channels() != mean.length) {
      throw new IllegalArgumentException(
          Text.format(
              "images have [%d] channels, the normalisation [%d]", shape.channels(), mean.length));
    }
    float[][] values = new float[mean.length][LEVELS];
    for (int channel = 0; channel < mean.length; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        values[channel][level] = (level / 255f - mean[channel]) / std[channel];
      }
    }
    return new Table(values, shape.height() * shape.width());
  }

  /** Normalises images of one shape by look-up. */
  public static final class Table implements Serializable {
    private final float[][] values;
    private final int plane;

    private Table(float[][] values, int plane) {
      this.values = values;
      this.plane = plane;
    }

    /**
     * Writes one image (channels x height x width) to {@code output}, starting at {@code offset}.
     */
    public void apply(byte[] pixels, float[] output, int offset) {
      if (pixels.length != values.length * plane) {
        throw new IllegalArgumentException(
            Text.format(
                "images have [%d] values, got one of [%d]", values.length * plane, pixels.length));
      }
      for (int channel = 0; channel < values.length; channel++) {
        float[] level = values[channel];
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
          output[offset + i] = level[pixels[i] & 0xff];
        }
      }
    }

    /** Returns the normalised value of each byte, channels x 256, row-major. */
    public float[] levels() {
      float[] levels = new float[values.length * LEVELS];
      for (int channel = 0; channel < values.length; channel++) {
        System.arraycopy(values[channel], 0, levels, channel * LEVELS, LEVELS);
      }
      return levels;
    }

    /** Returns one normalised image. */
    public float[] apply(byte[] pixels) {
      float[] output = new float[pixels.length];
      apply(pixels, output, 0);
      return output;
    }
  }
}
