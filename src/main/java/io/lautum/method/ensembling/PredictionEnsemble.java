package io.lautum.method.ensembling;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Each example's class probabilities, averaged over passes: Z ← αZ + (1 − α)z after each pass, with
 * z the mean of the pass, and Z/(1 − α^t) after t passes, which corrects for the start from zero
 * (Laine &amp; Aila, ICLR 2017, section 2.2). A pass without an example leaves the example's
 * average unchanged.
 */
final class PredictionEnsemble {
  private static final String AVERAGES = "averages";
  private static final String PASSES = "passes";
  private static final String SUMS = "sums";
  private static final String SEEN = "seen";

  private final int classes;
  private final double decay;
  private final float[] averages;
  private final int[] passes;
  private final float[] sums;
  private final int[] seen;

  /**
   * @param decay α
   */
  PredictionEnsemble(int examples, int classes, double decay) {
    this.classes = classes;
    this.decay = decay;
    averages = new float[examples * classes];
    passes = new int[examples];
    sums = new float[examples * classes];
    seen = new int[examples];
  }

  /** Adds the probabilities of an example, which begin at a position of the array. */
  void add(int example, double[] probabilities, int from) {
    for (int k = 0; k < classes; k++) {
      sums[example * classes + k] += (float) probabilities[from + k];
    }
    seen[example]++;
  }

  /** Updates the averages with this pass and begins the next one. */
  void endPass() {
    for (int example = 0; example < seen.length; example++) {
      if (seen[example] > 0) {
        for (int i = example * classes; i < (example + 1) * classes; i++) {
          averages[i] = (float) (decay * averages[i] + (1 - decay) * sums[i] / seen[example]);
        }
        passes[example]++;
      }
    }
    Arrays.fill(sums, 0);
    Arrays.fill(seen, 0);
  }

  /**
   * Writes the corrected average of an example to a position.
   *
   * @return whether the example has an average; otherwise nothing is written
   */
  boolean read(int example, double[] into, int at) {
    if (passes[example] == 0) {
      return false;
    }
    double correction = 1 - Math.pow(decay, passes[example]);
    for (int k = 0; k < classes; k++) {
      into[at + k] = averages[example * classes + k] / correction;
    }
    return true;
  }

  /**
   * Returns copies of the averages, the sums of the present pass, and the numbers of passes and of
   * predictions that are in them, which are exact in floats up to 2²⁴.
   */
  SortedMap<String, float[]> state() {
    return new TreeMap<>(
        Map.of(
            AVERAGES,
            averages.clone(),
            PASSES,
            floats(passes),
            SUMS,
            sums.clone(),
            SEEN,
            floats(seen)));
  }

  /** Continues from copies that {@link #state} returned. */
  void restore(SortedMap<String, float[]> state) {
    System.arraycopy(state.get(AVERAGES), 0, averages, 0, averages.length);
    System.arraycopy(state.get(SUMS), 0, sums, 0, sums.length);
    for (int example = 0; example < passes.length; example++) {
      passes[example] = (int) state.get(PASSES)[example];
      seen[example] = (int) state.get(SEEN)[example];
    }
  }

  private static float[] floats(int[] counts) {
    float[] floats = new float[counts.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = counts[i];
    }
    return floats;
  }
}
