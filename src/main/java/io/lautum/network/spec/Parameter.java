package io.lautum.network.spec;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The position of a layer's parameter in a network's flat weights, whose order in model files is
 * DL4J's.
 *
 * @param layer name of the layer
 * @param offset position of the first value
 */
public record Parameter(String layer, Shaped shaped, int offset) implements Serializable {
  /** The role of a parameter in its layer. */
  public enum Kind {
    /**
     * Row-major weights: (outputs, inputs, height, width) for a convolution, otherwise (outputs,
     * inputs).
     */
    WEIGHTS(true),
    BIAS(true),
    /** γ of batch normalisation. */
    SCALE(true),
    /** β of batch normalisation. */
    SHIFT(true),
    /** Mean that follows the minibatches, independent of the loss. */
    RUNNING_MEAN(false),
    /** Logarithm to base 10 of the deviation; follows the minibatches, independent of the loss. */
    RUNNING_DEVIATION(false);

    private final boolean trained;

    Kind(boolean trained) {
      this.trained = trained;
    }

    /** Returns whether the loss determines the parameter. */
    public boolean isTrained() {
      return trained;
    }
  }

  /** A parameter without its position. */
  public record Shaped(Kind kind, List<Integer> shape) implements Serializable {
    public Shaped {
      shape = List.copyOf(shape);
    }

    /** Returns a parameter with the given dimensions. */
    static Shaped of(Kind kind, Integer... shape) {
      return new Shaped(kind, List.of(shape));
    }

    /** Returns the number of values. */
    public long size() {
      long size = 1;
      for (int side : shape) {
        size = Math.multiplyExact(size, side);
      }
      return size;
    }
  }

  /** Returns the role in the layer. */
  public Kind kind() {
    return shaped.kind();
  }

  /** Returns the number of values. */
  public int length() {
    return Math.toIntExact(shaped.size());
  }

  /** Returns the parameter's values in a flat vector of all weights, or of their gradients. */
  public float[] values(float[] all) {
    return Arrays.copyOfRange(all, offset, end());
  }

  /** Returns the position after the last value. */
  public int end() {
    return offset + length();
  }
}
