package io.lautum.execution.onednn;

import org.bytedeco.dnnl.memory;

/**
 * A value between two operators, in the layout that the operator chose.
 *
 * @param shape (rows, channels, height, width) or (rows, features)
 */
record Tensor(memory memory, long... shape) {
  long rows() {
    return shape[0];
  }

  /** Entries of one row. */
  long features() {
    long product = 1;
    for (int i = 1; i < shape.length; i++) {
      product *= shape[i];
    }
    return product;
  }
}
