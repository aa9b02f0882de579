package io.lautum.evaluation.outsiders;

import io.lautum.Text;
import java.util.Arrays;

/**
 * How well a score separates insiders, which should have larger values, from outsiders.
 *
 * @param auroc area under the receiver operating characteristic: the probability that a random
 *     insider has a larger score than a random outsider, where equal scores count half (Fawcett
 *     2006, "An introduction to ROC analysis", section 7)
 * @param falsePositiveRate share of the outsiders that a threshold accepts, where the threshold is
 *     the largest one that accepts 95 % of the insiders (FPR95); a score equal to the threshold is
 *     accepted
 * @param insiders number of insiders
 * @param outsiders number of outsiders
 */
public record Separation(double auroc, double falsePositiveRate, int insiders, int outsiders) {
  /** Numerator of the share of accepted insiders, of {@link #PARTS}: integers round exactly. */
  private static final long ACCEPTED = 19;

  private static final long PARTS = 20;

  /**
   * Measures the scores of images.
   *
   * @throws IllegalArgumentException if there are no insiders or no outsiders, or a score is NaN
   */
  public static Separation of(double[] insiders, double[] outsiders) {
    double[] in = sorted("insiders", insiders);
    double[] out = sorted("outsiders", outsiders);
    int smallest = in.length - (int) ((ACCEPTED * in.length + PARTS - 1) / PARTS);
    return new Separation(
        auroc(in, out), share(out, in[smallest]), insiders.length, outsiders.length);
  }

  private static double[] sorted(String name, double[] scores) {
    if (scores.length == 0 || Arrays.stream(scores).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          Text.format("scores of %s: expected one or more numbers", name));
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Counts the pairs that each insider wins, in one pass over both sorted arrays. */
  private static double auroc(double[] in, double[] out) {
    long twice = 0;
    int below = 0;
    int notAbove = 0;
    for (double score : in) {
      while (below < out.length && out[below] < score) {
        below++;
      }
      while (notAbove < out.length && out[notAbove] <= score) {
        notAbove++;
      }
      twice += below + notAbove;
    }
    return twice / (2.0 * in.length * out.length);
  }

  /** Returns the share of sorted scores that are at least a threshold. */
  private static double share(double[] sorted, double threshold) {
    long accepted = Arrays.stream(sorted).filter(score -> score >= threshold).count();
    return (double) accepted / sorted.length;
  }
}
