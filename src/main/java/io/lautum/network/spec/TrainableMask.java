package io.lautum.network.spec;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The subset of a network's flat weights that a loss determines: all except the running statistics
 * of batch normalisation, which follow the minibatches regardless of the loss.
 *
 * @param trained true at the positions of weights that the loss determines
 */
public record TrainableMask(boolean[] trained) implements Serializable {
  /**
   * Consecutive flat weights.
   *
   * @param from position of the first weight
   * @param to position after the last weight
   */
  public record Range(int from, int to) {
    public int length() {
      return to - from;
    }
  }

  /** Returns the maximal ranges of trainable weights, ascending. */
  public List<Range> ranges() {
    return ranges(true);
  }

  /** Returns the maximal ranges of other weights, ascending. */
  public List<Range> others() {
    return ranges(false);
  }

  private List<Range> ranges(boolean wanted) {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= trained.length; i++) {
      if (i == trained.length || trained[i] != trained[from]) {
        if (trained[from] == wanted) {
          ranges.add(new Range(from, i));
        }
        from = i;
      }
    }
    return List.copyOf(ranges);
  }

  /**
   * Computes first + factor · second for the trained weights and copies first for the others.
   *
   * @param second second summand, which is replaced by the sum
   */
  public void addScaled(float[] first, float factor, float[] second) {
    for (int i = 0; i < first.length; i++) {
      second[i] = trained[i] ? first[i] + factor * second[i] : first[i];
    }
  }

  /** Returns the mask without the weights before a position. */
  public TrainableMask from(int first) {
    boolean[] rest = trained.clone();
    Arrays.fill(rest, 0, first, false);
    return new TrainableMask(rest);
  }

  /** Returns whether the loss determines every weight. */
  public boolean isAll() {
    for (boolean one : trained) {
      if (!one) {
        return false;
      }
    }
    return true;
  }

  /** Copies the trainable weights out of all weights. */
  public float[] select(float[] all) {
    float[] selected = new float[all.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (trained[i]) {
        selected[count++] = all[i];
      }
    }
    return Arrays.copyOf(selected, count);
  }

  /** Writes trainable weights to their positions and keeps the others. */
  public void write(float[] selected, float[] all) {
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (trained[i]) {
        all[i] = selected[next++];
      }
    }
  }
}
