package io.lautum.network.engine.check;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A random linear function of the outputs of all rows that have a gradient, and its derivatives by
 * central differences of the {@link ReferenceNetwork}.
 */
public final class LinearLoss {
  private static final double STEP = 1e-6;

  private final ReferenceNetwork reference;
  private final Map<String, float[]> coefficients = new HashMap<>();

  /**
   * @param step groups of images, and the outputs that the loss depends on
   */
  public LinearLoss(NetworkGraph network, StepSpec step) {
    reference = new ReferenceNetwork(network, step);
    for (String output : step.outputs()) {
      int width = network.width(output);
      float[] values = SmallNetworks.normal(step.rows() * width, output.hashCode());
      for (ImageGroup group : step.groups()) {
        int first = step.firstRow(group.role()) * width;
        if (!group.gradient()) {
          Arrays.fill(values, first, first + group.rows() * width, 0);
        }
      }
      coefficients.put(output, values);
    }
  }

  /** Returns the gradients of the loss with respect to each output, rows x width. */
  public Map<String, float[]> gradients() {
    return coefficients;
  }

  private double value(double[] weights, double[] images) {
    double sum = 0;
    Map<String, double[]> outputs = reference.outputs(weights, images);
    for (Map.Entry<String, float[]> output : coefficients.entrySet()) {
      double[] values = outputs.get(output.getKey());
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * output.getValue()[i];
      }
    }
    return sum;
  }

  /** Returns the derivative along a direction in the space of the weights. */
  public double derivative(float[] weights, double[] direction, float[] images) {
    double[] fixed = moved(images, direction, 0);
    double up = value(moved(weights, direction, STEP), fixed);
    return (up - value(moved(weights, direction, -STEP), fixed)) / (2 * STEP);
  }

  /** Returns the derivative along a direction in the space of the images. */
  public double imageDerivative(float[] weights, float[] images, double[] direction) {
    double[] fixed = moved(weights, direction, 0);
    double up = value(fixed, moved(images, direction, STEP));
    return (up - value(fixed, moved(images, direction, -STEP))) / (2 * STEP);
  }

  private static double[] moved(float[] start, double[] direction, double step) {
    double[] values = new double[start.length];
    Arrays.setAll(values, i -> step == 0 ? start[i] : start[i] + step * direction[i]);
    return values;
  }
}
