package io.lautum.finetune;

import io.lautum.augmentation.Augmentation;
import io.lautum.data.RandomStream;
import io.lautum.shard.BatchOrder;
import io.lautum.shard.Normalization;
import java.util.Arrays;

/** The minibatches of one fine-tuning, augmented anew in each pass until the plain steps. */
final class TargetMinibatches {
  private final TargetExamples examples;
  private final int batchSize;
  private final Normalization.Table normalization;
  private final Augmentation augmentation;
  private final long augmentedSteps;
  private final BatchOrder labelledOrder;
  private final BatchOrder unlabelledOrder;

  /**
   * @param batchSize labelled examples a minibatch
   * @param stacked whether as many unlabelled ones follow
   * @param augmentedSteps before the plain ones
   */
  TargetMinibatches(
      TargetExamples examples,
      int batchSize,
      boolean stacked,
      Normalization.Table normalization,
      Augmentation augmentation,
      long augmentedSteps,
      long seed) {
    this.examples = examples;
    this.batchSize = batchSize;
    this.normalization = normalization;
    this.augmentation = augmentation;
    this.augmentedSteps = augmentedSteps;
    labelledOrder =
        new BatchOrder(
            examples.labelled().length, batchSize, RandomStream.LABELLED_ORDER.seed(seed));
    unlabelledOrder =
        stacked
            ? new BatchOrder(
                examples.unlabelled().length, batchSize, RandomStream.UNLABELLED_ORDER.seed(seed))
            : null;
  }

  /** Numbers of a minibatch's examples. */
  int[] examples(int step) {
    int[] labelled = labelledOrder.batch(step);
    if (unlabelledOrder == null) {
      return labelled;
    }
    int[] numbers = Arrays.copyOf(labelled, 2 * batchSize);
    int[] unlabelled = unlabelledOrder.batch(step);
    for (int i = 0; i < batchSize; i++) {
      numbers[batchSize + i] = examples.labelled().length + unlabelled[i];
    }
    return numbers;
  }

  /** Their images, each changed at random before the plain steps. */
  float[] images(int step, int[] numbers) {
    int size = examples.labelled()[0].length;
    float[] images = new float[numbers.length * size];
    for (int i = 0; i < numbers.length; i++) {
      float[] image = normalization.apply(examples.image(numbers[i]));
      if (step < augmentedSteps) {
        augmentation.apply(image, images, i * size);
      } else {
        System.arraycopy(image, 0, images, i * size, size);
      }
    }
    return images;
  }

  /** Labels of the labelled half. */
  int[] labels(int[] numbers) {
    int[] labels = new int[batchSize];
    for (int i = 0; i < batchSize; i++) {
      labels[i] = examples.labels()[numbers[i]];
    }
    return labels;
  }
}
