package io.lautum.pipeline.search;

import io.lautum.Text;
import java.util.stream.IntStream;

/**
 * A stratified division of labelled examples into parts that are held out in turn: the sizes of two
 * parts differ by at most one example, and so do their numbers of examples per class.
 */
final class Folds {
  private final int[] positions;
  private final int[] folds;

  /**
   * @param positions positions of the examples in the pool, in an order that is independent of the
   *     images, such as that of a labelled draw
   * @param labels labels of the whole pool
   * @param count number of parts, at most the number of examples
   */
  Folds(int[] positions, int[] labels, int classes, int count) {
    if (count > positions.length) {
      throw new IllegalArgumentException(
          Text.format(
              "expected at least one example per fold, got [%d] examples and [%d] folds",
              positions.length, count));
    }
    this.positions = positions.clone();
    folds = new int[positions.length];
    // Deals the examples out like cards, class by class: each class starts at the part after the
    // previous class's last one.
    int dealt = 0;
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < positions.length; i++) {
        if (labels[positions[i]] == label) {
          folds[i] = dealt++ % count;
        }
      }
    }
  }

  /** Returns the pool positions of the examples of one part, numbered from 0. */
  int[] heldOut(int fold) {
    return select(fold, true);
  }

  /** Returns the pool positions of the examples of all other parts. */
  int[] rest(int fold) {
    return select(fold, false);
  }

  private int[] select(int fold, boolean inside) {
    return IntStream.range(0, positions.length)
        .filter(i -> (folds[i] == fold) == inside)
        .map(i -> positions[i])
        .toArray();
  }
}
