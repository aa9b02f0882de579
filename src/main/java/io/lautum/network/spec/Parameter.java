package io.lautum.network.spec;

import java.io.Serializable;
import java.util.List;

/**
 * Where a parameter of a layer lies in a network's flat weights.
 *
 * @param layer name of the layer
 * @param offset of the first value
 */
public record Parameter(String layer, Shaped shaped, int offset) implements Serializable {
  /** What a parameter is of its layer. */
  public enum Kind {
    /** Row-major: of a convolution (outputs, inputs, height, width), else (outputs, inputs). */
    WEIGHTS("W", true),
    BIAS("b", true),
    /** γ of batch normalisation. */
    SCALE("gamma", true),
    /** β of batch normalisation. */
    SHIFT("beta", true),
    /** Follows the minibatches, whatever the loss is. */
    RUNNING_MEAN("mean", false),
    /** Logarithm to base 10 of the deviation; follows the minibatches, whatever the loss is. */
    RUNNING_DEVIATION("log10stdev", false);

    private final String key;
    private final boolean trained;

    Kind(String key, boolean trained) {
      this.key = key;
      this.trained = trained;
    }

    /** Its name in DL4J, whose flat order this project keeps in model files. */
    public String key() {
      return key;
    }

    /** Whether the loss determines it. */
    public boolean isTrained() {
      return trained;
    }
  }

  /** A parameter without its place. */
  public record Shaped(Kind kind, List<Integer> shape) implements Serializable {
    public Shaped {
      shape = List.copyOf(shape);
    }

    /** With these sides. */
    static Shaped of(Kind kind, Integer... shape) {
      return new Shaped(kind, List.of(shape));
    }

    /** Number of values. */
    public long size() {
      long size = 1;
      for (int side : shape) {
        size = Math.multiplyExact(size, side);
      }
      return size;
    }
  }

  /** What it is of its layer. */
  public Kind kind() {
    return shaped.kind();
  }

  /** Number of values. */
  public int length() {
    return Math.toIntExact(shaped.size());
  }

  /** Position after the last value. */
  public int end() {
    return offset + length();
  }
}
