package io.lautum.training;

import java.util.List;

/**
 * Images and targets of one training step.
 *
 * @param images normalised pixels of all groups, in order, row-major over (rows, channels, height,
 *     width)
 * @param targets targets of the first rows
 * @param extras extra input of each term, in the order of the terms
 */
public record Minibatch(float[] images, Targets targets, List<double[]> extras) {
  public Minibatch {
    extras = List.copyOf(extras);
  }

  /** Returns a minibatch of labelled images only. */
  public static Minibatch labelled(float[] images, Targets targets) {
    return new Minibatch(images, targets, List.of());
  }
}
