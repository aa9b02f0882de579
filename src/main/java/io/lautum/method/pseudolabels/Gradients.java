package io.lautum.method.pseudolabels;

/** Multiples of gradients. */
final class Gradients {
  private Gradients() {}

  /** Multiplies a gradient in place and returns it. */
  static double[] scaled(double[] gradient, double factor) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    return gradient;
  }

  /** Adds a multiple of another gradient in place. */
  static void add(double[] gradient, double[] other, double factor) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += factor * other[i];
    }
  }
}
