package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;

/**
 * Row-major values on a device: one image or one row vector per row.
 *
 * @param rows number of rows
 * @param shape shape of a row
 */
record Tensor(Buffer buffer, int rows, Shape shape) {
  /** Allocates a tensor. */
  static Tensor allocate(Device device, int rows, Shape shape) {
    long length = Math.multiplyExact((long) rows, shape.size());
    // Kernels count values in 32 bits.
    return new Tensor(device.allocate(Math.toIntExact(length) * (long) Float.BYTES), rows, shape);
  }

  /** Returns the number of values. */
  int length() {
    return rows * shape.size();
  }

  /** Returns the number of channels; for row vectors, of features. */
  int channels() {
    return shape instanceof Shape.Image image ? image.channels() : shape.size();
  }

  /** Returns the number of values per row and channel. */
  int inner() {
    return shape.size() / channels();
  }

  /** Returns the shape of a row, which must be an image. */
  Shape.Image image() {
    return (Shape.Image) shape;
  }
}
