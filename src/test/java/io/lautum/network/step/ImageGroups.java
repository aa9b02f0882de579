package io.lautum.network.step;

import java.util.List;
import java.util.stream.Stream;

/** Creates the groups of images that most tests train with. */
public final class ImageGroups {
  private ImageGroups() {}

  /** Returns a labelled and an unlabelled group of {@code n} images each. */
  public static List<ImageGroup> labelledAndUnlabelled(int n) {
    return Stream.of(ImageGroup.LABELLED, ImageGroup.UNLABELLED)
        .map(role -> ImageGroup.trained(role, n))
        .toList();
  }
}
