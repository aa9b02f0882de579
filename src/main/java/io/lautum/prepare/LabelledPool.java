package io.lautum.prepare;

import io.lautum.data.Seeds;
import io.lautum.shard.BatchOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the target's training set, by class, into the pool from which labelled draws come and the
 * unlabelled rest.
 */
final class LabelledPool {
  private LabelledPool() {}

  /**
   * A random share of each class, at least one example of each and never all of a class that has
   * two.
   *
   * @param labels by example id
   * @param fraction share of each class
   * @return by example id, whether it is in the pool
   */
  static boolean[] choose(int[] labels, int classes, double fraction, long seed) {
    List<List<Integer>> byClass = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byClass.add(new ArrayList<>());
    }
    for (int id = 0; id < labels.length; id++) {
      byClass.get(labels[id]).add(id);
    }
    boolean[] chosen = new boolean[labels.length];
    for (int label = 0; label < classes; label++) {
      List<Integer> ids = byClass.get(label);
      int[] order = BatchOrder.shuffled(ids.size(), Seeds.derive(seed, label));
      int wanted = (int) Math.round(fraction * ids.size());
      int count = Math.max(1, Math.min(wanted, ids.size() - 1));
      for (int i = 0; i < count; i++) {
        chosen[ids.get(order[i])] = true;
      }
    }
    return chosen;
  }
}
