package io.lautum.method.entropy;

import java.util.Arrays;

/** Estimates of E[∇f(x + √τ ξ)], the gradient of f smoothed by the density of N(0, τI). */
public enum SmoothedGradient {
  /**
   * Integration by parts: E[f(x + √τ ξ) ξ]/√τ, estimated from antithetic pairs by the mean of (f(x
   * + √τ ξ) - f(x - √τ ξ)) ξ/(2√τ). Needs only forward passes, two per draw. The pairs cancel the
   * part of f that is even in ξ, so the error does not grow with f itself; it grows with the number
   * of weights, because the estimate lies in the span of the draws.
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
  /** Back-propagation at the perturbed weights: the mean of ∇f(x + √τ ξ). */
  BACK_PROPAGATED(1, 1) {
    @Override
    double add(float[] weights, Objective objective, double tau, Draw draw, double[] sum) {
      GaussianSamples.displace(weights, 1, draw.displacement, draw.sample);
      // The displacement is no longer needed: its array receives the gradient.
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

  /** Returns the evaluations of f per draw. */
  int forwardPasses() {
    return forwardPasses;
  }

  /** Returns the evaluations of the gradient of f per draw. */
  int backwardPasses() {
    return backwardPasses;
  }

  /**
   * Estimates the gradient from draws {@code from} to {@code from + draws - 1}.
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

  /** Buffers for √τ ξ and for the weights at which f is evaluated. */
  record Draw(float[] displacement, float[] sample) {}
}
