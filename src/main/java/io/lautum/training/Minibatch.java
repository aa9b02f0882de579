package io.lautum.training;

import io.lautum.network.engine.ImageBatch;
import java.util.List;

/**
 * Images and targets of one training step.
 *
 * @param images images of all groups, in order
 * @param targets targets of the first rows
 * @param extras extra input of each term, in the order of the terms
 */
public record Minibatch(ImageBatch images, Targets targets, List<double[]> extras) {
  public Minibatch {
    extras = List.copyOf(extras);
  }

  /** Returns a minibatch of labelled images only. */
  public static Minibatch labelled(ImageBatch images, Targets targets) {
    return new Minibatch(images, targets, List.of());
  }

  /**
   * Returns the normalised pixels of all groups, row-major over (rows, channels, height, width).
   */
  public float[] pixels() {
    return images.pixels();
  }
}
