package io.lautum.training;

import io.lautum.training.augmentation.Augmentation;
import java.util.List;

/**
 * The images of a training's minibatches: the next examples of each group in turn, in the group's
 * order, normalised and optionally augmented. Not thread-safe.
 */
public final class MinibatchImages {
  private final List<GroupSource> sources;
  private final Augmentation augmentation;
  private final float[] unchanged;

  /**
   * @param sources sources of the groups, in the order of a step's groups
   * @param size number of values per image
   */
  public MinibatchImages(List<GroupSource> sources, Augmentation augmentation, int size) {
    this.sources = List.copyOf(sources);
    this.augmentation = augmentation;
    this.unchanged = new float[size];
  }

  /** Returns the positions of a group's examples in one minibatch, numbered from 0. */
  public int[] positions(int group, long number) {
    return sources.get(group).order().batch(number);
  }

  /**
   * Returns the images of a minibatch, row-major over (rows, channels, height, width).
   *
   * @param number number of the minibatch, from 0
   * @param augmented whether the images are augmented
   */
  public float[] images(long number, boolean augmented) {
    int rows = sources.stream().mapToInt(source -> source.order().batchSize()).sum();
    float[] images = new float[rows * unchanged.length];
    int offset = 0;
    for (GroupSource source : sources) {
      for (int position : source.order().batch(number)) {
        byte[] pixels = source.pixels().apply(position);
        if (augmented) {
          source.normalization().apply(pixels, unchanged, 0);
          augmentation.apply(unchanged, images, offset);
        } else {
          source.normalization().apply(pixels, images, offset);
        }
        offset += unchanged.length;
      }
    }
    return images;
  }
}
