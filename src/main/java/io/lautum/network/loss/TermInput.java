package io.lautum.network.loss;

import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.Map;

/**
 * The input of a term in one step.
 *
 * @param step description of the step with its groups of images
 * @param outputs values of the outputs that the term requests, rows x width, row-major, for the
 *     rows of all groups; must not be changed
 * @param extra numbers that the method gives to the term for this minibatch, such as the whitened
 *     vectors of the unlabelled images; may be empty
 */
public record TermInput(StepSpec step, Map<String, double[]> outputs, double[] extra) {
  /** Returns the number of values per row of an output. */
  public int width(String output) {
    return outputs.get(output).length / step.rows();
  }

  /**
   * Returns the rows of a group.
   *
   * @throws IllegalArgumentException if the group does not exist
   */
  public double[] rows(String output, String role) {
    int width = width(output);
    int first = step.firstRow(role);
    return Arrays.copyOfRange(outputs.get(output), first * width, (first + size(role)) * width);
  }

  /**
   * Returns the number of images of a group.
   *
   * @throws IllegalArgumentException if the group does not exist
   */
  public int size(String role) {
    step.firstRow(role);
    return step.groups().stream()
        .filter(group -> group.role().equals(role))
        .mapToInt(ImageGroup::rows)
        .sum();
  }

  /** Returns a gradient for all rows of an output that is zero except in the rows of a group. */
  public double[] placed(String output, String role, double[] gradient) {
    return placed(output, Map.of(role, gradient));
  }

  /** Returns a gradient for all rows of an output from those of some groups, by role. */
  public double[] placed(String output, Map<String, double[]> gradients) {
    double[] all = new double[outputs.get(output).length];
    gradients.forEach(
        (role, gradient) ->
            System.arraycopy(
                gradient, 0, all, step.firstRow(role) * width(output), gradient.length));
    return all;
  }
}
