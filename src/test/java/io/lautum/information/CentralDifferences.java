package io.lautum.information;

import java.util.function.ToDoubleFunction;

/** Approximates gradients by differences of a function's values. */
public final class CentralDifferences {
  private CentralDifferences() {}

  /** Returns the approximate gradient at a point, with a distance of {@code step} to each side. */
  public static double[] gradient(double[] at, double step, ToDoubleFunction<double[]> function) {
    double[] gradient = new double[at.length];
    double[] moved = at.clone();
    for (int i = 0; i < at.length; i++) {
      moved[i] = at[i] + step;
      double above = function.applyAsDouble(moved);
      moved[i] = at[i] - step;
      double below = function.applyAsDouble(moved);
      moved[i] = at[i];
      gradient[i] = (above - below) / (2 * step);
    }
    return gradient;
  }
}
