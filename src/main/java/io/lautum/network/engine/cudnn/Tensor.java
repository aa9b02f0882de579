package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;

/**
 * Values on a device: one image or one row vector per row.
 *
 * @param rows number of rows
 * @param shape shape of a row, without padding
 */
record Tensor(Buffer buffer, int rows, Shape shape, Format format) {
  /** Allocates a tensor; padding is 0. */
  static Tensor allocate(Device device, int rows, Shape shape, Format format) {
    int size = shape instanceof Shape.Image image ? format.padded(image).size() : shape.size();
    long length = Math.multiplyExact((long) rows, size);
    // Kernels count values in 32 bits.
    long bytes = Math.toIntExact(length) * (long) format.valueBytes();
    return new Tensor(device.allocate(bytes), rows, shape, format);
  }

  /** Allocates a tensor with the same rows, shape and format. */
  Tensor allocateLike(Device device) {
    return allocateLike(device, shape);
  }

  /** Allocates a tensor with the same rows and format, and another shape. */
  Tensor allocateLike(Device device, Shape other) {
    return allocate(device, rows, other, format);
  }

  /** Returns the number of threads of a kernel that computes every value. */
  int items() {
    return Math.toIntExact(buffer.bytes() / format.valueBytes()) / format.width();
  }

  /** Returns the number of channels; for row vectors, of features. */
  int channels() {
    return shape instanceof Shape.Image image ? image.channels() : shape.size();
  }

  /** Returns the number of values per row and channel. */
  int inner() {
    return shape.size() / channels();
  }

  /** Returns the number of values per channel. */
  int pixels() {
    return rows * inner();
  }

  /** Returns the shape of a row, which must be an image. */
  Shape.Image image() {
    return (Shape.Image) shape;
  }

  /** Returns the values in a format; row vectors as they are. Appends the conversion, if any. */
  Tensor in(Format wanted, Program program) {
    if (format == wanted || shape instanceof Shape.Vector) {
      return this;
    }
    Tensor converted = allocate(program.device(), rows, shape, wanted);
    Tensor padded = wanted == Format.PIXELS ? converted : this;
    program.launch(
        wanted == Format.PIXELS ? "toPixels" : "toPlanes",
        padded.items(),
        buffer,
        converted.buffer,
        channels(),
        inner());
    return converted;
  }
}
