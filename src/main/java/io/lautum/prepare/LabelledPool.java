package io.lautum.prepare;

import io.lautum.data.Seeds;
import io.lautum.shard.BatchOrder;
import java.util.stream.IntStream;

/**
 * Divides the target's training set, by class, into the pool from which labelled draws come and the
 * unlabelled rest. This is all that the labels of the rest are used for.
 */
final class LabelledPool {
  private LabelledPool() {}

  /**
   * A random share of each class, at least one example of each and never all of a class that has
   * two.
   *
   * @param labels by example id; every class has an example
   * @param fraction share of each class
   * @return by example id, whether it is in the pool
   */
  static boolean[] choose(int[] labels, int classes, double fraction, long seed) {
    boolean[] chosen = new boolean[labels.length];
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      int[] ids = IntStream.range(0, labels.length).filter(id -> labels[id] == wanted).toArray();
      int[] order = BatchOrder.shuffled(ids.length, Seeds.derive(seed, label));
      int share = (int) Math.round(fraction * ids.length);
      int count = Math.max(1, Math.min(share, ids.length - 1));
      for (int i = 0; i < count; i++) {
        chosen[ids[order[i]]] = true;
      }
    }
    return chosen;
  }
}
