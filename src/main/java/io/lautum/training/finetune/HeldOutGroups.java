package io.lautum.training.finetune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The choice of groups of labelled examples that are held out as a whole. In a given order, a group
 * is held out if the numbers of held-out examples by class come nearer to the wanted ones, measured
 * by the sum of the absolute differences. Then each class of which no example is held out gets the
 * group with that class after which the numbers are nearest. A group with all other examples of a
 * class always stays.
 */
final class HeldOutGroups {
  private final int[] labels;

  /** Number of examples of each class that are still wanted; negative if there are too many. */
  private final int[] missing;

  /** Number of examples of each class that are not held out. */
  private final int[] staying;

  private final boolean[] chosen;

  private HeldOutGroups(int[] labels, int[] wanted) {
    this.labels = labels;
    missing = wanted.clone();
    chosen = new boolean[labels.length];
    staying = counts(IntStream.range(0, labels.length).boxed().toList());
  }

  /**
   * Returns whether each example is held out.
   *
   * @param groups group of each example
   * @param labels label of each example
   * @param wanted number of examples of each class to hold out
   * @param order all positions, in the order in which their groups are considered
   */
  static boolean[] of(int[] groups, int[] labels, int[] wanted, int[] order) {
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int position : order) {
      members.computeIfAbsent(groups[position], group -> new ArrayList<>()).add(position);
    }
    HeldOutGroups choice = new HeldOutGroups(labels, wanted);
    for (List<Integer> group : members.values()) {
      if (choice.mayGo(group) && choice.gain(group) > 0) {
        choice.hold(group);
      }
    }
    for (int label = 0; label < wanted.length; label++) {
      int of = label;
      if (wanted[label] > 0 && choice.missing[label] == wanted[label]) {
        members.values().stream()
            .filter(group -> choice.counts(group)[of] > 0 && choice.mayGo(group))
            .max(Comparator.comparingInt(choice::gain))
            .ifPresent(choice::hold);
      }
    }
    return choice.chosen;
  }

  /** Returns whether all classes of the group have examples outside of it that stay. */
  private boolean mayGo(List<Integer> group) {
    int[] counts = counts(group);
    return IntStream.range(0, counts.length)
        .allMatch(label -> counts[label] == 0 || counts[label] < staying[label]);
  }

  /** Returns by how much the numbers come nearer to the wanted ones. */
  private int gain(List<Integer> group) {
    int[] counts = counts(group);
    return IntStream.range(0, counts.length)
        .map(label -> Math.abs(missing[label]) - Math.abs(missing[label] - counts[label]))
        .sum();
  }

  private void hold(List<Integer> group) {
    for (int position : group) {
      chosen[position] = true;
      missing[labels[position]]--;
      staying[labels[position]]--;
    }
  }

  private int[] counts(List<Integer> positions) {
    int[] counts = new int[missing.length];
    for (int position : positions) {
      counts[labels[position]]++;
    }
    return counts;
  }
}
