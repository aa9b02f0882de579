package io.lautum.training.finetune;

import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ByteImages;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.GroupSource;
import io.lautum.training.MinibatchImages;
import io.lautum.training.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The minibatches of one fine-tuning run. The last steps use images without augmentation. */
final class TargetMinibatches {
  private final TargetExamples examples;
  private final MinibatchImages images;
  private final boolean seesUnlabelled;
  private final long augmentedSteps;

  /**
   * @param groups groups of a minibatch, first the labelled one
   * @param augmentation draws the changes of all images except strong views
   * @param strongAugmentation draws those of strong views
   * @param augmentedSteps number of steps with augmentation, at the beginning
   */
  TargetMinibatches(
      TargetExamples examples,
      List<ImageGroup> groups,
      Normalization.Table normalization,
      Augmentation augmentation,
      Augmentation strongAugmentation,
      long augmentedSteps,
      long seed) {
    this.examples = examples;
    this.augmentedSteps = augmentedSteps;
    List<GroupSource> sources = new ArrayList<>();
    byte[][] labelled = examples.labelled();
    sources.add(
        new GroupSource(
            new BatchOrder(
                labelled.length, groups.get(0).rows(), RandomStream.LABELLED_ORDER.seed(seed)),
            new ByteImages(labelled, ImageStore.of(labelled), normalization)));
    ImageStore unlabelled = examples.unlabelled();
    for (ImageGroup group : groups.subList(1, groups.size())) {
      sources.add(
          new GroupSource(
              new BatchOrder(
                  unlabelled.count(), group.rows(), RandomStream.UNLABELLED_ORDER.seed(seed)),
              new ByteImages(unlabelled, unlabelled, normalization),
              Optional.of(strongAugmentation)
                  .filter(strong -> !group.role().equals(ImageGroup.UNLABELLED))));
    }
    seesUnlabelled = sources.size() > 1;
    images = new MinibatchImages(sources, augmentation);
  }

  /**
   * Returns the numbers of a minibatch's examples: first the labelled, then the unlabelled ones,
   * which are counted once, however many views they have.
   */
  int[] examples(int step) {
    int[] labelled = images.positions(0, step);
    if (!seesUnlabelled) {
      return labelled;
    }
    int[] unlabelled = images.positions(1, step);
    int[] numbers = Arrays.copyOf(labelled, labelled.length + unlabelled.length);
    for (int i = 0; i < unlabelled.length; i++) {
      numbers[labelled.length + i] = examples.labelled().length + unlabelled[i];
    }
    return numbers;
  }

  /** Returns whether the images of a minibatch are augmented. */
  boolean augments(int step) {
    return step < augmentedSteps;
  }

  /** Returns the images of a minibatch. */
  ImageBatch images(int step) {
    return images.images(step, augments(step));
  }

  /** Returns the labels of a minibatch's labelled examples. */
  int[] labels(int step) {
    int[] labelled = images.positions(0, step);
    return Arrays.stream(labelled).map(number -> examples.labels()[number]).toArray();
  }
}
