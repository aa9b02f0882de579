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
 * @param unlabelled unlabelled images, which must be in memory to travel; none if training does not
 *     use them
 */
public record TargetExamples(byte[][] labelled, int[] labels, ImageStore unlabelled)
    implements Serializable {
  /** No images. */
  public static final ImageStore NONE = ImageStore.of(new byte[0][]);

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
    return new TargetExamples(labelled, labels, images);
  }
}
