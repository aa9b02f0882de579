package io.lautum.network.spec;

import io.lautum.Text;
import java.io.Serializable;

/**
 * A square window that slides over an image. Windows that do not fit at the end are dropped.
 *
 * @param size height and width in pixels
 * @param stride distance of two windows in pixels, in both directions
 * @param padding number of rows and columns of zeros on each side of the image
 */
public record Window(int size, int stride, int padding) implements Serializable {
  /**
   * @throws IllegalArgumentException if size or stride is below 1 or the padding is negative or
   *     larger than the window
   */
  public Window {
    if (size < 1 || stride < 1 || padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          Text.format(
              "a window needs size, stride and a padding below its size, got [%d], [%d] and [%d]",
              size, stride, padding));
    }
  }

  /**
   * Returns the shape of the image that has one pixel per window.
   *
   * @throws IllegalArgumentException if the window does not fit into the image
   */
  public Shape.Image over(Shape.Image image, int channels) {
    return new Shape.Image(channels, count(image.height()), count(image.width()));
  }

  private int count(int side) {
    int room = side + 2 * padding - size;
    if (room < 0) {
      throw new IllegalArgumentException(
          Text.format(
              "a window of [%d] pixels does not fit into [%d] pixels with [%d] of padding",
              size, side, padding));
    }
    return room / stride + 1;
  }
}
