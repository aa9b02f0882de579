package io.lautum.network.engine.onednn;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import org.bytedeco.dnnl.memory;

/**
 * A value between two operators, in the layout that the first operator chose.
 *
 * @param isShared true if several operators read the value
 * @param shape shape (rows, channels, height, width) or (rows, features)
 */
record Tensor(memory memory, boolean isShared, long... shape) {
  /** Creates a value with one reader. */
  Tensor(memory memory, long... shape) {
    this(memory, false, shape);
  }

  /** Returns the same value for several readers, which must not change it in place. */
  Tensor shared() {
    return new Tensor(memory, true, shape);
  }

  long rows() {
    return shape[0];
  }

  /** Returns the number of entries of one row. */
  long features() {
    long product = 1;
    for (int i = 1; i < shape.length; i++) {
      product *= shape[i];
    }
    return product;
  }

  /**
   * Returns the shape of the rows with one pixel per window.
   *
   * @param shape shape (rows, channels, height, width) of the images
   */
  static long[] over(long[] shape, Window window, long channels) {
    Shape.Image image = new Shape.Image((int) shape[1], (int) shape[2], (int) shape[3]);
    Shape.Image output = window.over(image, (int) channels);
    return new long[] {shape[0], channels, output.height(), output.width()};
  }
}
