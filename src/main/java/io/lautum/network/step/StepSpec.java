package io.lautum.network.step;

import io.lautum.Text;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.TrainableMask;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The description of a training step from which an engine compiles it.
 *
 * @param groups groups of images, in the order of their rows; the pass with the first group updates
 *     batch normalisation's running averages
 * @param outputs names of the outputs whose values are read and whose gradients are supplied
 * @param optimizer optimiser that updates the weights
 * @param shadowDecay decay of averaged shadow weights, 0 to disable them: s ← a s + (1 − a) w with
 *     a = min(decay, (1 + t)/(10 + t)) in step t, from 0
 * @param imageGradient true if gradients with respect to images are required
 * @param lastLayerOnly true if the optimiser changes only the layer of the logits and auxiliary
 *     heads
 */
public record StepSpec(
    List<ImageGroup> groups,
    List<String> outputs,
    Optimizer optimizer,
    double shadowDecay,
    boolean imageGradient,
    boolean lastLayerOnly)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if there is no group, two groups have the same role, or
   *     statistics would change under hidden layers that do not
   */
  public StepSpec {
    groups = List.copyOf(groups);
    outputs = List.copyOf(outputs);
    Set<String> roles = new HashSet<>();
    for (ImageGroup group : groups) {
      if (!roles.add(group.role())) {
        throw new IllegalArgumentException(
            Text.format("two groups have the role [%s]", group.role()));
      }
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a step needs at least one group of images");
    }
    if (lastLayerOnly
        && groups.stream().anyMatch(group -> group.statistics() != Statistics.RUNNING)) {
      throw new IllegalArgumentException(
          Text.format(
              "expected running statistics if only the last layer is trained, got %s", groups));
    }
  }

  /** Creates a step that trains all layers. */
  public StepSpec(
      List<ImageGroup> groups,
      List<String> outputs,
      Optimizer optimizer,
      double shadowDecay,
      boolean imageGradient) {
    this(groups, outputs, optimizer, shadowDecay, imageGradient, false);
  }

  /** Creates a step without shadow weights. */
  public StepSpec(
      List<ImageGroup> groups, List<String> outputs, Optimizer optimizer, boolean imageGradient) {
    this(groups, outputs, optimizer, 0, imageGradient);
  }

  /** Returns a step that only computes outputs of images in inference mode. */
  public static StepSpec inference(int rows, List<String> outputs) {
    return new StepSpec(
        List.of(ImageGroup.evaluated("images", rows)), outputs, new Optimizer.None(), false);
  }

  /** Returns whether the step only computes outputs of images in inference mode. */
  public boolean isInference() {
    return groups.stream()
        .allMatch(group -> group.equals(ImageGroup.evaluated(group.role(), group.rows())));
  }

  /** Returns the weights that the optimiser changes. */
  public TrainableMask trained(NetworkGraph network) {
    ParameterLayout layout = network.parameters();
    TrainableMask all = layout.trainable();
    return lastLayerOnly ? all.from(layout.offset(network.node(NetworkGraph.LOGITS))) : all;
  }

  /** Returns the number of images of all groups. */
  public int rows() {
    return groups.stream().mapToInt(ImageGroup::rows).sum();
  }

  /**
   * Checks the total number of pixels of a step.
   *
   * @throws IllegalArgumentException if the number differs
   */
  public void requirePixels(int length, Shape.Image image) {
    int expected = Math.multiplyExact(rows(), image.size());
    if (length != expected) {
      throw new IllegalArgumentException(
          Text.format("expected [%d] values, got [%d]", expected, length));
    }
  }

  /**
   * Returns the position of a group's first row.
   *
   * @throws IllegalArgumentException if no group has this role
   */
  public int firstRow(String role) {
    int first = 0;
    for (ImageGroup group : groups) {
      if (group.role().equals(role)) {
        return first;
      }
      first += group.rows();
    }
    throw new IllegalArgumentException(Text.format("no group has the role [%s]", role));
  }
}
