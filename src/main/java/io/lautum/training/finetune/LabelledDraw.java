package io.lautum.training.finetune;

import io.lautum.DataException;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A stratified random choice of labelled examples from the pool. A draw is an order of the whole
 * pool in which every prefix has the classes in equal numbers, up to one, as long as they last; its
 * first n are the draw of n labels. So the examples of a small draw are among those of the larger
 * ones with the same number.
 */
public final class LabelledDraw {
  private LabelledDraw() {}

  /**
   * Positions in the pool of one draw's examples.
   *
   * @param labels of the pool
   * @param count examples wanted
   * @param draw number of the draw, from 1
   * @throws DataException if the pool has fewer
   */
  public static int[] choose(int[] labels, int classes, int count, int draw, long seed) {
    if (count > labels.length) {
      throw new DataException(
          "labels = %d: the labelled pool has %d examples of the target's training set; raise prepare.labelled-fraction or ask for fewer labels"
              .formatted(count, labels.length));
    }
    List<Deque<Integer>> byClass = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byClass.add(new ArrayDeque<>());
    }
    for (int position : BatchOrder.shuffled(labels.length, Seeds.derive(seed, draw))) {
      byClass.get(labels[position]).add(position);
    }
    int[] order = new int[labels.length];
    int filled = 0;
    for (int turn = 0; filled < labels.length; turn++) {
      // Who comes first in each turn is random too: else a count that classes do not divide would
      // always favour the same ones.
      for (int label : BatchOrder.shuffled(classes, Seeds.derive(seed, draw, turn))) {
        if (!byClass.get(label).isEmpty()) {
          order[filled++] = byClass.get(label).remove();
        }
      }
    }
    return Arrays.copyOf(order, count);
  }
}
