package io.lautum.training.finetune;

import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.experiment.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A stratified division of labelled examples: of each class with n examples, the share of n,
 * rounded, but at least one is held out and at least one stays. Groups of examples are not divided:
 * then the numbers are as near to these as {@link HeldOutGroups} finds.
 *
 * @param training the examples that stay, with all unlabelled ones
 * @param heldOut the examples that are held out
 */
record HeldOutSplit(TargetExamples training, TargetExamples heldOut) {

  /**
   * Divides examples.
   *
   * @param share share of each class that is held out
   * @param seed seed of the training
   */
  static HeldOutSplit of(TargetExamples examples, double share, long seed) {
    boolean[] chosen = chosen(examples, share, seed);
    List<Integer> staying = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int position : order(chosen.length, seed)) {
      (chosen[position] ? held : staying).add(position);
    }
    return new HeldOutSplit(
        at(examples, staying).withUnlabelled(examples.unlabelled()), at(examples, held));
  }

  /** Returns the number of examples that are held out, which does not depend on the seed. */
  static int count(TargetExamples examples, double share) {
    int sum = 0;
    for (boolean held : chosen(examples, share, 0)) {
      sum += held ? 1 : 0;
    }
    return sum;
  }

  private static int[] order(int examples, long seed) {
    return BatchOrder.shuffled(examples, RandomStream.HELD_OUT_LABELS.seed(seed));
  }

  /** Returns whether each example is held out. */
  private static boolean[] chosen(TargetExamples examples, double share, long seed) {
    int[] labels = examples.labels();
    int[] left = counts(labels, share);
    if (examples.groups().length > 0) {
      // Another seed could give another number, on which the size of minibatches depends.
      return HeldOutGroups.of(examples.groups(), labels, left, order(labels.length, 0));
    }
    boolean[] chosen = new boolean[labels.length];
    for (int position : order(labels.length, seed)) {
      chosen[position] = left[labels[position]]-- > 0;
    }
    return chosen;
  }

  /** Returns the number of examples of each class that are held out. */
  private static int[] counts(int[] labels, double share) {
    int classes = 0;
    for (int label : labels) {
      classes = Math.max(classes, label + 1);
    }
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    for (int label = 0; label < classes; label++) {
      counts[label] = counts[label] == 0 ? 0 : HeldOutExamples.count(counts[label], share);
    }
    return counts;
  }

  private static TargetExamples at(TargetExamples examples, List<Integer> positions) {
    byte[][] images = new byte[positions.size()][];
    int[] labels = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = examples.labelled()[positions.get(i)];
      labels[i] = examples.labels()[positions.get(i)];
    }
    return new TargetExamples(images, labels, TargetExamples.NONE);
  }
}
