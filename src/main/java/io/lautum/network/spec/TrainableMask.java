package io.lautum.network.spec;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of a network's flat weights a loss determines: all except the running statistics of batch
 * normalisation, which lie among them and follow the minibatches regardless of the loss.
 *
 * @param trained by position in the flat weights
 */
public record TrainableMask(boolean[] trained) implements Serializable {
  /**
   * Consecutive flat weights.
   *
   * @param from position of the first
   * @param to position after the last
   */
  public record Range(int from, int to) {
    public int length() {
      return to - from;
    }
  }

  /** The trainable weights, in ranges as long as possible, ascending. */
  public List<Range> ranges() {
    return ranges(true);
  }

  /** The other weights, in ranges as long as possible, ascending. */
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
   * first + factor · second of the trained weights; of the others, the first alone.
   *
   * @param second receives the sum
   */
  public void addScaled(float[] first, float factor, float[] second) {
    for (int i = 0; i < first.length; i++) {
      second[i] = trained[i] ? first[i] + factor * second[i] : first[i];
    }
  }

  /** Whether the loss determines every weight. */
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

  /** Writes trainable weights to their places; the others stay. */
  public void write(float[] selected, float[] all) {
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (trained[i]) {
        all[i] = selected[next++];
      }
    }
  }
}
