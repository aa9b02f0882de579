package io.lautum.network.step;

import io.lautum.network.spec.Shape;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that an engine needs to know of a training step before it compiles one.
 *
 * @param groups images of a step, in the order of their rows; batch normalisation's running
 *     averages follow the pass that the first group is part of
 * @param outputs names of the outputs whose values are read and whose gradients are given
 * @param optimizer changes the weights
 * @param shadowDecay decay of averaged shadow weights, 0 for none: s ← a s + (1 − a) w with a =
 *     min(decay, (1 + t)/(10 + t)) in step t, from 0
 * @param imageGradient whether gradients with respect to images are asked for
 */
public record StepSpec(
    List<ImageGroup> groups,
    List<String> outputs,
    Optimizer optimizer,
    double shadowDecay,
    boolean imageGradient)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if there is no group or two have one role
   */
  public StepSpec {
    groups = List.copyOf(groups);
    outputs = List.copyOf(outputs);
    Set<String> roles = new HashSet<>();
    for (ImageGroup group : groups) {
      if (!roles.add(group.role())) {
        throw new IllegalArgumentException("two groups have the role [%s]".formatted(group.role()));
      }
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a step needs a group of images");
    }
  }

  /** Without shadow weights. */
  public StepSpec(
      List<ImageGroup> groups, List<String> outputs, Optimizer optimizer, boolean imageGradient) {
    this(groups, outputs, optimizer, 0, imageGradient);
  }

  /** Number of images of all groups. */
  public int rows() {
    return groups.stream().mapToInt(ImageGroup::rows).sum();
  }

  /**
   * Checks the number of pixels of all images of a step.
   *
   * @throws IllegalArgumentException if there are more or fewer
   */
  public void requirePixels(int length, Shape.Image image) {
    int expected = Math.multiplyExact(rows(), image.size());
    if (length != expected) {
      throw new IllegalArgumentException(
          "expected [%d] values, got [%d]".formatted(expected, length));
    }
  }

  /**
   * Position of a group's first row.
   *
   * @throws IllegalArgumentException if there is no group of that role
   */
  public int firstRow(String role) {
    int first = 0;
    for (ImageGroup group : groups) {
      if (group.role().equals(role)) {
        return first;
      }
      first += group.rows();
    }
    throw new IllegalArgumentException("no group has the role [%s]".formatted(role));
  }
}
