package io.lautum.data.image;

import io.lautum.Text;
import java.io.Serializable;

/** Channels, height and width of every image of a dataset. */
public record ImageShape(int channels, int height, int width) implements Serializable {
  /**
   * The maximum number of values in one image: three channels of the largest image that is decoded.
   */
  public static final long MAX_SIZE = 3L << 24;

  /**
   * @throws IllegalArgumentException if a dimension is not positive, or the image too large
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          Text.format("every dimension must be positive, got %dx%dx%d", channels, height, width));
    }
    if (MAX_SIZE / channels / height < width) {
      throw new IllegalArgumentException(
          Text.format(
              "an image has at most %d values, got %dx%dx%d", MAX_SIZE, channels, height, width));
    }
  }

  /** Returns the number of values in one image. */
  public int size() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /** Returns {@code channels x height x width}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
