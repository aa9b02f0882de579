package io.lautum.network.step;

import io.lautum.Text;
import java.io.Serializable;

/**
 * A group of images that a training step treats in the same way.
 *
 * @param role purpose of the images, such as {@code labelled}; unique in a step
 * @param rows number of images
 * @param gradient true if the loss's gradient flows through their outputs
 * @param dropout true if dropout applies to the images
 * @param statistics statistics for batch normalisation
 */
public record ImageGroup(
    String role, int rows, boolean gradient, boolean dropout, Statistics statistics)
    implements Serializable {
  /** Images of the training set with labels. */
  public static final String LABELLED = "labelled";

  /** Images of the target without labels. */
  public static final String UNLABELLED = "unlabelled";

  /** The same images without labels under strong augmentation. */
  public static final String STRONG_VIEW = "strong-view";

  /** The same images without labels under another strong augmentation. */
  public static final String OTHER_STRONG_VIEW = "other-strong-view";

  /**
   * @throws IllegalArgumentException if the group is empty
   */
  public ImageGroup {
    if (rows < 1) {
      throw new IllegalArgumentException(Text.format("group [%s] has [%d] images", role, rows));
    }
  }

  /**
   * Returns a group that is trained on, with dropout and with statistics shared by the minibatch.
   */
  public static ImageGroup trained(String role, int rows) {
    return new ImageGroup(role, rows, true, true, Statistics.SHARED);
  }

  /** Returns a group that passes in inference mode, without a gradient. */
  public static ImageGroup evaluated(String role, int rows) {
    return new ImageGroup(role, rows, false, false, Statistics.RUNNING);
  }

  /** Returns a group that passes in inference mode, for the gradient with respect to its images. */
  public static ImageGroup inferred(String role, int rows) {
    return new ImageGroup(role, rows, true, false, Statistics.RUNNING);
  }
}
