package io.lautum.method.entropy;

import java.util.Arrays;

/** Estimates of E[∇f(x + √τ ξ)], the gradient of f smoothed by the density of N(0, τI). */
public enum SmoothedGradient {
  /**
   * By integration by parts, E[f(x + √τ ξ) ξ]/√τ, from antithetic pairs: the mean of (f(x + √τ ξ) -
   * f(x - √τ ξ)) ξ/(2√τ). Forward passes only, two a draw. The pairs cancel what is even in ξ, so
   * that the error does not grow with f itself, but it grows with the number of weights: the
   * estimate lies in the span of the draws.
   */
  ZEROTH_ORDER(2, 0) {
    @Override
    double add(float[] weights, Objective objective, double tau, Draw draw, double[] sum) {
      GaussianSamples.displace(weights, 1, draw.displacement, draw.sample);
      double above = objective.value(draw.sample);
      GaussianSamples.displace(weights, -1, draw.displacement, draw.sample);
      double below = objective.value(draw.sample);
      double factor = (above - below) / (2 * tau);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * draw.displacement[i];
      }
      return (above + below) / 2;
    }
  },
  /** By back-propagation at the perturbed weights: the mean of ∇f(x + √τ ξ). */
  BACK_PROPAGATED(1, 1) {
    @Override
    double add(float[] weights, Objective objective, double tau, Draw draw, double[] sum) {
      GaussianSamples.displace(weights, 1, draw.displacement, draw.sample);
      // The displacement is not needed any more: its array takes the gradient.
      double value = objective.gradient(draw.sample, draw.displacement);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += draw.displacement[i];
      }
      return value;
    }
  };

  private final int forwardPasses;
  private final int backwardPasses;

  SmoothedGradient(int forwardPasses, int backwardPasses) {
    this.forwardPasses = forwardPasses;
    this.backwardPasses = backwardPasses;
  }

  /** Evaluations of f a draw. */
  int forwardPasses() {
    return forwardPasses;
  }

  /** Evaluations of its gradient a draw. */
  int backwardPasses() {
    return backwardPasses;
  }

  /**
   * Estimates from draws {@code from} to {@code from + draws - 1}.
   *
   * @param gradient overwritten
   * @return estimate of E[f(x + √τ ξ)] from the same draws
   */
  double estimate(
      float[] weights,
      Objective objective,
      double tau,
      long seed,
      long from,
      int draws,
      double[] gradient) {
    GaussianSamples gaussian = new GaussianSamples(tau, seed);
    Draw draw = new Draw(new float[weights.length], new float[weights.length]);
    Arrays.fill(gradient, 0);
    double value = 0;
    for (long k = from; k < from + draws; k++) {
      gaussian.displacement(k, draw.displacement);
      value += add(weights, objective, tau, draw, gradient) / draws;
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= draws;
    }
    return value;
  }

  /** Adds one draw's gradient to the sum and returns its value. */
  abstract double add(float[] weights, Objective objective, double tau, Draw draw, double[] sum);

  /** Working space: √τ ξ, and weights at which f is evaluated. */
  record Draw(float[] displacement, float[] sample) {}
}
