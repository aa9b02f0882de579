package io.lautum.method.entropy;

import java.util.function.DoubleUnaryOperator;

/**
 * f(x) = 2 (x² - 1)² + 0.4 x in one dimension, with integrals against N(x, τ) by Simpson's rule.
 */
final class DoubleWell implements Objective {
  private static final int INTERVALS = 4000;

  static double f(double x) {
    return 2 * (x * x - 1) * (x * x - 1) + 0.4 * x;
  }

  static double derivative(double x) {
    return 8 * x * (x * x - 1) + 0.4;
  }

  @Override
  public double value(float[] weights) {
    return f(weights[0]);
  }

  @Override
  public double gradient(float[] weights, float[] gradient) {
    gradient[0] = (float) derivative(weights[0]);
    return f(weights[0]);
  }

  /** Returns E[g(x + √τ ξ)]. */
  static double expectation(double x, double tau, DoubleUnaryOperator g) {
    double width = 20.0 / INTERVALS;
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) {
      double xi = -10 + i * width;
      double simpson = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
      sum += simpson * Math.exp(-xi * xi / 2) * g.applyAsDouble(x + Math.sqrt(tau) * xi);
    }
    return sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  static double localEntropy(double x, double tau) {
    return -Math.log(expectation(x, tau, y -> Math.exp(-f(y))));
  }

  static double heat(double x, double tau) {
    return expectation(x, tau, DoubleWell::f);
  }

  /** Returns E_q[X]. */
  static double localEntropyStep(double x, double tau) {
    return expectation(x, tau, y -> y * Math.exp(-f(y)))
        / expectation(x, tau, y -> Math.exp(-f(y)));
  }

  /** Returns x⁺ - x + τ E[f'(x⁺ + √τ ξ)], which is zero if x⁺ is the result of a step from x. */
  static double heatResidual(double next, double x, double tau) {
    return next - x + tau * expectation(next, tau, DoubleWell::derivative);
  }
}
