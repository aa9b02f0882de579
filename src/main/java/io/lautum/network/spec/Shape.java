package io.lautum.network.spec;

import io.lautum.Text;
import java.io.Serializable;

/** Shape of one row of a value in a network. */
public sealed interface Shape extends Serializable {
  /** Returns the number of values. */
  int size();

  /** A row vector of features. */
  record Vector(int size) implements Shape {
    /**
     * @throws IllegalArgumentException if the vector is empty
     */
    public Vector {
      if (size < 1) {
        throw new IllegalArgumentException(
            Text.format("a vector needs at least one entry, got [%d]", size));
      }
    }

    @Override
    public String toString() {
      return Integer.toString(size);
    }
  }

  /** An image, or one feature map per channel. */
  record Image(int channels, int height, int width) implements Shape {
    /**
     * @throws IllegalArgumentException if a side is below 1
     */
    public Image {
      if (channels < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            Text.format(
                "an image needs channels, rows and columns, got [%dx%dx%d]",
                channels, height, width));
      }
    }

    @Override
    public int size() {
      return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    @Override
    public String toString() {
      return Text.format("%dx%dx%d", channels, height, width);
    }
  }
}
