package io.lautum.training.finetune;

import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A stratified division of labelled examples: of each class with n examples, the share of n,
 * rounded, but at least one is held out and at least one stays.
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
    int[] labels = examples.labels();
    int[] left = counts(labels, share);
    List<Integer> staying = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int position :
        BatchOrder.shuffled(labels.length, RandomStream.HELD_OUT_LABELS.seed(seed))) {
      (left[labels[position]]-- > 0 ? held : staying).add(position);
    }
    return new HeldOutSplit(
        at(examples, staying).withUnlabelled(examples.unlabelled()), at(examples, held));
  }

  /** Returns the number of examples that are held out, which does not depend on the seed. */
  static int count(int[] labels, double share) {
    int sum = 0;
    for (int count : counts(labels, share)) {
      sum += count;
    }
    return sum;
  }

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
      long wanted = Math.max(1, Math.round(share * counts[label]));
      counts[label] = (int) Math.max(0, Math.min(wanted, counts[label] - 1));
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
