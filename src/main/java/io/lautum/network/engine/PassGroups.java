package io.lautum.network.engine;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of a step that pass through the network as one batch.
 *
 * @param groups groups, in the order of their rows
 * @param leads true if the pass updates the running averages of batch normalisation
 */
public record PassGroups(List<ImageGroup> groups, boolean leads) {
  /**
   * Divides a step into passes: groups that share statistics pass together, as do groups that use
   * the running averages. Groups without gradient pass apart, which saves their backward pass,
   * unless they share statistics with the others: then the gradient flows through the statistics.
   *
   * @param network the network; without batch normalisation it has no statistics to share
   */
  public static List<PassGroups> of(StepSpec step, NetworkGraph network) {
    boolean shares =
        network.nodes().stream().anyMatch(node -> node.layer() instanceof Layer.BatchNormalization);
    Map<String, List<ImageGroup>> passes = new LinkedHashMap<>();
    for (ImageGroup group : step.groups()) {
      String key =
          switch (group.statistics()) {
            case SHARED -> shares ? "shared" : "shared " + group.gradient();
            case OWN -> "own " + group.role();
            case RUNNING -> "running " + group.gradient();
          };
      passes.computeIfAbsent(key, unused -> new ArrayList<>()).add(group);
    }
    ImageGroup first = step.groups().get(0);
    return passes.values().stream()
        .map(groups -> new PassGroups(List.copyOf(groups), groups.contains(first)))
        .toList();
  }

  /** Returns whether the loss's gradient flows through any row. */
  public boolean hasGradient() {
    return groups.stream().anyMatch(ImageGroup::gradient);
  }

  /** Returns how the pass treats the statistics of batch normalisation. */
  public BatchStatistics statistics() {
    if (groups.get(0).statistics() == Statistics.RUNNING) {
      return BatchStatistics.RUNNING;
    }
    return leads ? BatchStatistics.FOLLOWED : BatchStatistics.TRANSIENT;
  }

  /** Returns true for the rows that dropout applies to, in the order of the pass. */
  public boolean[] dropout() {
    boolean[] applies = new boolean[groups.stream().mapToInt(ImageGroup::rows).sum()];
    int at = 0;
    for (ImageGroup group : groups) {
      Arrays.fill(applies, at, at + group.rows(), group.dropout());
      at += group.rows();
    }
    return applies;
  }
}
