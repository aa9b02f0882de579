package io.lautum.training.finetune;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A stratified random choice of labelled examples from the pool. A draw is an order of the whole
 * pool in which every prefix has equal numbers of all classes, up to one, until a class is
 * exhausted; its first n examples are the draw of n labels. Thus the examples of a small draw are
 * contained in the larger draws with the same number.
 */
public final class LabelledDraw {
  private LabelledDraw() {}

  /**
   * Checks that a draw is possible.
   *
   * @param count number of labelled examples
   * @param pool number of examples in the pool
   * @throws DataException if the pool has fewer examples
   */
  public static void require(int count, long pool) {
    if (count > pool) {
      throw new DataException(
          Text.format(
              "labels = %d: the labelled pool has %d examples of the target's training set; raise"
                  + " prepare.labelled-fraction or lower labels",
              count, pool));
    }
  }

  /**
   * Returns the pool positions of one draw's examples.
   *
   * @param labels labels of the pool
   * @param count number of examples
   * @param draw number of the draw, from 1
   * @throws DataException if the pool has fewer examples
   */
  public static int[] choose(int[] labels, int classes, int count, int draw, long seed) {
    require(count, labels.length);
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
      // The order of classes in each turn is random too: otherwise a count that is not a multiple
      // of the number of classes would always favour the same classes.
      for (int label : BatchOrder.shuffled(classes, Seeds.derive(seed, draw, turn))) {
        if (!byClass.get(label).isEmpty()) {
          order[filled++] = byClass.get(label).remove();
        }
      }
    }
    return Arrays.copyOf(order, count);
  }
}
