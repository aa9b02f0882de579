package io.lautum.network.spec;

import io.lautum.Text;
import java.io.Serializable;

/**
 * The position of a layer's row-major weight matrix in the flat weights of a network. A row holds
 * the weights of one output; a convolution's kernel is the matrix out x (in·kh·kw).
 *
 * @param layer name of the layer
 * @param offset position of the first entry in the flat weights
 * @param rows number of outputs
 * @param columns number of inputs of an output
 */
public record WeightMatrix(String layer, int offset, int rows, int columns)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if the matrix is empty or lies before the first weight
   */
  public WeightMatrix {
    if (offset < 0 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "layer %s: a weight matrix needs at least one entry, got [%d] x [%d] at [%d]",
              layer, rows, columns, offset));
    }
  }

  /** Returns the number of entries. */
  public int length() {
    return rows * columns;
  }

  /** Returns the position after the last entry. */
  public int end() {
    return offset + length();
  }
}
