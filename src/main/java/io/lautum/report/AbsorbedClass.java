package io.lautum.report;

import java.util.List;
import java.util.Optional;

/**
 * A class most of whose images are taken for one other class by a classifier that is right
 * otherwise. Methods that learn from their own predictions can join two classes early in the
 * training; the confidence of the predictions does not show it.
 *
 * @param label index of the class
 * @param taken index of the other class
 * @param share share of the class's images that are taken for the other one
 */
record AbsorbedClass(int label, int taken, double share) {
  private static final double MOST = 0.5;

  /**
   * Returns the class with the largest such share; empty if there is none, if fewer than half of
   * all images are classified correctly, or with two classes.
   *
   * @param confusion counts; rows are true classes, columns predicted ones
   */
  static Optional<AbsorbedClass> of(List<List<Long>> confusion) {
    long right = 0;
    long all = 0;
    AbsorbedClass largest = null;
    for (int label = 0; label < confusion.size(); label++) {
      List<Long> counts = confusion.get(label);
      long images = counts.stream().mapToLong(Long::longValue).sum();
      right += counts.get(label);
      all += images;
      for (int taken = 0; taken < counts.size(); taken++) {
        double share = images == 0 ? 0 : (double) counts.get(taken) / images;
        if (taken != label && share > (largest == null ? MOST : largest.share)) {
          largest = new AbsorbedClass(label, taken, share);
        }
      }
    }
    boolean otherwiseRight = confusion.size() > 2 && right > MOST * all;
    return otherwiseRight ? Optional.ofNullable(largest) : Optional.empty();
  }
}
