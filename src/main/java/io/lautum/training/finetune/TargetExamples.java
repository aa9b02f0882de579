package io.lautum.training.finetune;

import io.lautum.data.shard.Shard;

/**
 * What one model learns from. Examples are numbered: the labelled ones, then the unlabelled ones.
 *
 * @param labelled images
 * @param labels of the labelled images
 * @param unlabelled images; none where training does not use them
 */
public record TargetExamples(byte[][] labelled, int[] labels, byte[][] unlabelled) {
  /** The examples at some positions of the labelled pool, beside unlabelled images. */
  public static TargetExamples of(Shard pool, int[] positions, byte[][] unlabelled) {
    byte[][] images = new byte[positions.length][];
    int[] labels = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      images[i] = pool.pixels()[positions[i]];
      labels[i] = pool.labels()[positions[i]];
    }
    return new TargetExamples(images, labels, unlabelled);
  }

  /** How many there are of both kinds. */
  public int size() {
    return labelled.length + unlabelled.length;
  }
}
