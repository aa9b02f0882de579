package io.lautum.network.loss;

import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.Map;

/**
 * What a term sees of a step.
 *
 * @param step the groups of images
 * @param outputs values of the outputs that the term names, rows x width, row-major, for the rows
 *     of all groups; not to be changed
 * @param extra numbers that the method gives to the term for this minibatch, such as the whitened
 *     vectors of the unlabelled images; empty if it gives none
 */
public record TermInput(StepSpec step, Map<String, double[]> outputs, double[] extra) {
  /** Number of values per row of an output. */
  public int width(String output) {
    return outputs.get(output).length / step.rows();
  }

  /**
   * The rows of a group.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public double[] rows(String output, String role) {
    int width = width(output);
    int first = step.firstRow(role);
    return Arrays.copyOfRange(outputs.get(output), first * width, (first + size(role)) * width);
  }

  /**
   * Number of images of a group.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public int size(String role) {
    step.firstRow(role);
    return step.groups().stream()
        .filter(group -> group.role().equals(role))
        .mapToInt(ImageGroup::rows)
        .sum();
  }

  /** A gradient for all rows of an output that is zero except in the rows of a group. */
  public double[] placed(String output, String role, double[] gradient) {
    double[] all = new double[outputs.get(output).length];
    System.arraycopy(gradient, 0, all, step.firstRow(role) * width(output), gradient.length);
    return all;
  }
}
