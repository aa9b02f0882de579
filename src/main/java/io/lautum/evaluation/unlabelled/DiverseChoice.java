package io.lautum.evaluation.unlabelled;

import java.util.Arrays;

/**
 * A choice of images that are unlike each other: greedy k-centre (Gonzalez 1985; for labelling,
 * Sener and Savarese 2018, arXiv 1708.00489). The first image is given; each further one is the
 * image whose features are farthest from those of the nearest image chosen before. Distances are
 * Euclidean, of features divided by their norm, so that they compare directions. Nearly equal
 * images are therefore not suggested together while there are others.
 */
final class DiverseChoice {
  private DiverseChoice() {}

  /**
   * Returns positions of images in the order in which they are chosen.
   *
   * @param features features of each image; the first image is chosen first, and among equally far
   *     images the one that comes first
   * @param count number of images to choose; all are chosen if there are fewer
   */
  static int[] of(float[][] features, int count) {
    int n = features.length;
    int[] chosen = new int[Math.min(count, n)];
    if (chosen.length == 0) {
      return chosen;
    }
    float[][] units = UnitVectors.of(features);
    double[] distances = new double[n];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int next = 0;
    for (int k = 0; k < chosen.length; k++) {
      chosen[k] = next;
      distances[next] = Double.NEGATIVE_INFINITY;
      int farthest = -1;
      for (int i = 0; i < n; i++) {
        if (distances[i] >= 0) {
          distances[i] =
              Math.min(distances[i], UnitVectors.squaredDistance(units[i], units[chosen[k]]));
          if (farthest < 0 || distances[i] > distances[farthest]) {
            farthest = i;
          }
        }
      }
      next = farthest;
    }
    return chosen;
  }
}
