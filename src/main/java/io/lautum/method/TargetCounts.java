package io.lautum.method;

import java.util.Arrays;

/**
 * Numbers of the target images of one training run.
 *
 * @param labelled number of labelled images per class
 * @param unlabelled number of unlabelled images
 * @param batchSize labelled images per minibatch
 */
public record TargetCounts(int[] labelled, int unlabelled, int batchSize) {
  /** Returns the counts of a set with these labels. */
  public static TargetCounts of(int[] labels, int classes, int unlabelled, int batchSize) {
    int[] counts = new int[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    return new TargetCounts(counts, unlabelled, batchSize);
  }

  /** Returns the number of classes. */
  public int classes() {
    return labelled.length;
  }

  /** Returns the number of labelled and unlabelled images together. */
  public int examples() {
    return Arrays.stream(labelled).sum() + unlabelled;
  }
}
