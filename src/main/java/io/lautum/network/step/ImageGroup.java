package io.lautum.network.step;

import java.io.Serializable;

/**
 * Images that a training step treats alike.
 *
 * @param role what the images are for, such as {@code labelled}; unique in a step
 * @param rows number of images
 * @param gradient whether the loss's gradient flows through their outputs
 * @param dropout whether dropout applies to them
 * @param statistics of batch normalisation
 */
public record ImageGroup(
    String role, int rows, boolean gradient, boolean dropout, Statistics statistics)
    implements Serializable {
  /** Images of the training set with labels. */
  public static final String LABELLED = "labelled";

  /** Images of the target without labels. */
  public static final String UNLABELLED = "unlabelled";

  /**
   * @throws IllegalArgumentException if the group is empty
   */
  public ImageGroup {
    if (rows < 1) {
      throw new IllegalArgumentException("group [%s] has [%d] images".formatted(role, rows));
    }
  }

  /** Images that are trained on, with dropout and with statistics shared by the minibatch. */
  public static ImageGroup trained(String role, int rows) {
    return new ImageGroup(role, rows, true, true, Statistics.SHARED);
  }

  /** Images that pass as in inference, for the gradient with respect to them. */
  public static ImageGroup inferred(String role, int rows) {
    return new ImageGroup(role, rows, true, false, Statistics.RUNNING);
  }
}
