package io.lautum.training.finetune;

import io.lautum.data.image.ImageStore;
import io.lautum.data.shard.Shard;
import java.io.Serializable;

/**
 * The training examples of one model; travel to executors. They are numbered: first the labelled,
 * then the unlabelled ones.
 *
 * @param labelled labelled images
 * @param labels labels of the labelled images
 * @param groups group of each labelled image, which early stopping does not divide; empty if every
 *     image is its own
 * @param unlabelled unlabelled images, which must be in memory to travel; none if training does not
 *     use them
 */
public record TargetExamples(byte[][] labelled, int[] labels, int[] groups, ImageStore unlabelled)
    implements Serializable {
  /** No images. */
  public static final ImageStore NONE = ImageStore.of(new byte[0][]);

  /** Creates examples without groups. */
  public TargetExamples(byte[][] labelled, int[] labels, ImageStore unlabelled) {
    this(labelled, labels, new int[0], unlabelled);
  }

  /** Returns the examples at some positions of the labelled pool, and unlabelled images. */
  public static TargetExamples of(Shard pool, int[] positions, ImageStore unlabelled) {
    byte[][] images = new byte[positions.length][];
    int[] labels = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      images[i] = pool.pixels()[positions[i]];
      labels[i] = pool.labels()[positions[i]];
    }
    return new TargetExamples(images, labels, unlabelled);
  }

  /** Returns the same labelled examples with other unlabelled images. */
  public TargetExamples withUnlabelled(ImageStore images) {
    return new TargetExamples(labelled, labels, groups, images);
  }

  /** Returns the same examples in other groups, or without groups if there are none. */
  public TargetExamples inGroups(int[] others) {
    return new TargetExamples(labelled, labels, others, unlabelled);
  }
}
