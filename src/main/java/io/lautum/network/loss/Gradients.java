package io.lautum.network.loss;

import java.util.Arrays;

/** Multiples of gradients. */
public final class Gradients {
  private Gradients() {}

  /** Returns a gradient times a factor. */
  public static double[] scaled(double[] gradient, double factor) {
    return Arrays.stream(gradient).map(one -> one * factor).toArray();
  }

  /** Adds a multiple of another gradient in place. */
  public static void add(double[] gradient, double[] other, double factor) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += factor * other[i];
    }
  }
}
