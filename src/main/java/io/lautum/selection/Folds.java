package io.lautum.selection;

import java.util.stream.IntStream;

/**
 * A stratified division of labelled examples into parts that are held out in turn: parts differ by
 * one example at most, and by one of each class at most.
 */
final class Folds {
  private final int[] positions;
  private final int[] folds;

  /**
   * @param positions of the examples in the pool, in an order that says nothing of the images, such
   *     as that of a labelled draw
   * @param labels of the whole pool
   * @param count parts, no more than examples
   */
  Folds(int[] positions, int[] labels, int classes, int count) {
    if (count > positions.length) {
      throw new IllegalArgumentException(
          "as many examples as folds, got [%d] and [%d]".formatted(positions.length, count));
    }
    this.positions = positions.clone();
    folds = new int[positions.length];
    // Dealt out class by class like cards, each class from where the one before has ended.
    int dealt = 0;
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < positions.length; i++) {
        if (labels[positions[i]] == label) {
          folds[i] = dealt++ % count;
        }
      }
    }
  }

  /** Positions in the pool of the examples of a part, from 0. */
  int[] heldOut(int fold) {
    return select(fold, true);
  }

  /** Positions in the pool of all others. */
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
