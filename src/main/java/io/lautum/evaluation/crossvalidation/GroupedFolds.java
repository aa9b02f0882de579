package io.lautum.evaluation.crossvalidation;

import io.lautum.data.shard.BatchOrder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A division of labelled images into parts of which each is held out once. A group of images is
 * never divided, and classes are spread as evenly as the groups permit.
 *
 * <p>The groups are assigned greedily, the largest first and equally large ones in random order. A
 * group goes to the part that lacks its classes most: the part f with the largest Σ_k g_k (n_k/K −
 * m_fk), for g_k images of class k in the group, n_k in all K parts together and m_fk in part f
 * already; among equal ones to the part with the fewest images. So images that are all alone are
 * divided as {@code StratifiedKFold} of scikit-learn divides them: the numbers of a class in two
 * parts differ by at most one.
 */
final class GroupedFolds implements Serializable {
  private final int[] folds;
  private final int count;

  /**
   * @param groups group of each image
   * @param labels label of each image
   * @param wanted number of parts; fewer are made if there are fewer groups
   * @param seed seed of the order of equally large groups
   */
  GroupedFolds(int[] groups, int[] labels, int classes, int wanted, long seed) {
    List<List<Integer>> members = members(groups, seed);
    count = Math.min(wanted, members.size());
    folds = new int[groups.length];
    double[] needs = new double[classes];
    for (int label : labels) {
      needs[label] += 1.0 / count;
    }
    int[][] filled = new int[count][classes];
    int[] sizes = new int[count];
    for (List<Integer> group : members) {
      int fold = neediest(group, labels, needs, filled, sizes);
      for (int image : group) {
        folds[image] = fold;
        filled[fold][labels[image]]++;
      }
      sizes[fold] += group.size();
    }
  }

  /** Returns the images of each group, the largest group first. */
  private static List<List<Integer>> members(int[] groups, long seed) {
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int image : BatchOrder.shuffled(groups.length, seed)) {
      members.computeIfAbsent(groups[image], group -> new ArrayList<>()).add(image);
    }
    List<List<Integer>> sorted = new ArrayList<>(members.values());
    sorted.sort(Comparator.<List<Integer>>comparingInt(List::size).reversed());
    return sorted;
  }

  private static int neediest(
      List<Integer> group, int[] labels, double[] needs, int[][] filled, int[] sizes) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int fold = 0; fold < sizes.length; fold++) {
      double need = 0;
      for (int image : group) {
        need += needs[labels[image]] - filled[fold][labels[image]];
      }
      if (need > most || (need == most && sizes[fold] < sizes[best])) {
        best = fold;
        most = need;
      }
    }
    return best;
  }

  /** Returns the number of parts, none of which is empty. */
  int count() {
    return count;
  }

  /** Returns the part of each image, from 0. */
  int[] folds() {
    return folds.clone();
  }

  /** Returns the positions of the images of one part. */
  int[] heldOut(int fold) {
    return IntStream.range(0, folds.length).filter(i -> folds[i] == fold).toArray();
  }

  /** Returns the positions of the images of all other parts. */
  int[] rest(int fold) {
    return IntStream.range(0, folds.length).filter(i -> folds[i] != fold).toArray();
  }
}
