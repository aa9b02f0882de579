package io.lautum.training.finetune;

import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ByteImages;
import io.lautum.training.GroupSource;
import io.lautum.training.MinibatchImages;
import io.lautum.training.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The minibatches of one fine-tuning run. The last steps use images without augmentation. */
final class TargetMinibatches {
  private final TargetExamples examples;
  private final MinibatchImages images;
  private final boolean stacked;
  private final long augmentedSteps;

  /**
   * @param batchSize labelled examples per minibatch
   * @param stacked whether the same number of unlabelled examples follows
   * @param augmentedSteps number of steps with augmentation, at the beginning
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
    this.stacked = stacked;
    this.augmentedSteps = augmentedSteps;
    List<GroupSource> groups = new ArrayList<>();
    byte[][] labelled = examples.labelled();
    groups.add(
        new GroupSource(
            new BatchOrder(labelled.length, batchSize, RandomStream.LABELLED_ORDER.seed(seed)),
            new ByteImages(labelled, ImageStore.of(labelled), normalization)));
    if (stacked) {
      ImageStore unlabelled = examples.unlabelled();
      groups.add(
          new GroupSource(
              new BatchOrder(
                  unlabelled.count(), batchSize, RandomStream.UNLABELLED_ORDER.seed(seed)),
              new ByteImages(unlabelled, unlabelled, normalization)));
    }
    images = new MinibatchImages(groups, augmentation);
  }

  /**
   * Returns the numbers of a minibatch's examples: first the labelled, then the unlabelled ones.
   */
  int[] examples(int step) {
    int[] labelled = images.positions(0, step);
    if (!stacked) {
      return labelled;
    }
    int[] unlabelled = images.positions(1, step);
    int[] numbers = Arrays.copyOf(labelled, labelled.length + unlabelled.length);
    for (int i = 0; i < unlabelled.length; i++) {
      numbers[labelled.length + i] = examples.labelled().length + unlabelled[i];
    }
    return numbers;
  }

  /** Returns the images of a minibatch. */
  ImageBatch images(int step) {
    return images.images(step, step < augmentedSteps);
  }

  /** Returns the labels of a minibatch's labelled examples. */
  int[] labels(int step) {
    int[] labelled = images.positions(0, step);
    return Arrays.stream(labelled).map(number -> examples.labels()[number]).toArray();
  }
}
