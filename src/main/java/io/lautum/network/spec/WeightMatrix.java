package io.lautum.network.spec;

import java.io.Serializable;

/**
 * Where the weight matrix of a layer lies, row-major, in the flat weights of a network. A row holds
 * the weights of one output; a convolution's kernel is the matrix out x (in·kh·kw).
 *
 * @param layer name of the layer
 * @param offset of the first entry in the flat weights
 * @param rows outputs
 * @param columns inputs of an output
 */
public record WeightMatrix(String layer, int offset, int rows, int columns)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if the matrix is empty or lies before the first weight
   */
  public WeightMatrix {
    if (offset < 0 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "layer %s: a weight matrix needs entries, got [%d] x [%d] at [%d]"
              .formatted(layer, rows, columns, offset));
    }
  }

  /** Number of entries. */
  public int length() {
    return rows * columns;
  }

  /** Position after the last entry. */
  public int end() {
    return offset + length();
  }
}
