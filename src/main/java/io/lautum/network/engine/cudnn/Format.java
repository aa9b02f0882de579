package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;

/** How a device stores the values of a tensor; {@code kernels.cu} describes both. */
enum Format {
  /** Row-major 32-bit floats. */
  PLANES("", 1, Float.BYTES),
  /**
   * bfloat16 images with the channels of a pixel next to each other, padded with zeros to a
   * multiple of 8. Row vectors have the format {@link #PLANES} always.
   */
  PIXELS("Pixels", 8, Short.BYTES);

  private final String suffix;
  private final int width;
  private final int valueBytes;

  Format(String suffix, int width, int valueBytes) {
    this.suffix = suffix;
    this.width = width;
    this.valueBytes = valueBytes;
  }

  /** Returns the format in which convolutions of a precision read and write images. */
  static Format of(Precision precision) {
    return precision == Precision.BFLOAT16 ? PIXELS : PLANES;
  }

  /** Returns the name of a kernel for this format. */
  String kernel(String name) {
    return name + suffix;
  }

  /** Returns the number of values that one thread of an element-wise kernel computes. */
  int width() {
    return width;
  }

  /** Returns the bytes of a value. */
  int valueBytes() {
    return valueBytes;
  }

  /** Returns the number of stored channels, including padding. */
  int padded(int channels) {
    return (channels + width - 1) / width * width;
  }

  /** Returns the shape of an image with its padding. */
  Shape.Image padded(Shape.Image image) {
    return new Shape.Image(padded(image.channels()), image.height(), image.width());
  }
}
