package io.lautum.evaluation.crossvalidation;

import java.util.Arrays;

/**
 * Disjoint groups of images, as a forest in which every tree is a group (union-find with path
 * halving). At first every image is its own group.
 */
final class ImageGroups {
  private final int[] parents;

  /**
   * @param images number of images
   */
  ImageGroups(int images) {
    parents = new int[images];
    Arrays.setAll(parents, image -> image);
  }

  /** Merges the groups of two images. */
  void join(int first, int second) {
    int a = root(first);
    int b = root(second);
    // The smaller number becomes the root, so that the result does not depend on the order of
    // calls.
    parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** Returns the group of each image: the smallest number of an image in the group. */
  int[] groups() {
    int[] groups = new int[parents.length];
    Arrays.setAll(groups, this::root);
    return groups;
  }

  private int root(int image) {
    int at = image;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
