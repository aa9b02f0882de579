package io.lautum.method.entropy;

/**
 * A step on the heat-regularised loss F(x) = ∫ f φ, with φ the density of N(x, τI): x ← x⁺ with x⁺
 * = x - τ E[∇f(x⁺ + √τ ξ)]. N(x⁺, τI) minimises KL(N(x⁺, τI) ‖ q) for q ∝ e<sup>-f</sup> φ. The
 * implicit equation is solved by Robbins-Monro:
 *
 * <pre>
 *   y₀ = x,   y ← y - aⱼ (y - x + τ ĝⱼ(y)),   aⱼ = gain / (1 + j)^gainExponent
 * </pre>
 *
 * with ĝⱼ an estimate of E[∇f(y + √τ ξ)] from only the draws of iteration j. With a gain and an
 * exponent of 1 the result is x - τ times the mean of all ĝⱼ.
 *
 * @param tau τ
 * @param iterations number of Robbins-Monro iterations
 * @param samples draws of ξ per iteration
 * @param gradient estimator of the expectation
 * @param gain a₀, above 0 and at most 1
 * @param gainExponent above ½ and at most 1, so that Σa diverges and Σa² does not
 * @param relaxation η in x ← x + η(x⁺ - x); 1 is the paper's step
 */
public record HeatStep(
    double tau,
    int iterations,
    int samples,
    SmoothedGradient gradient,
    double gain,
    double gainExponent,
    double relaxation)
    implements WeightStep {
  /**
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  public HeatStep {
    Requirements.positive("tau", tau);
    Requirements.positive("relaxation", relaxation);
    Requirements.require(iterations >= 1, "iterations", iterations, "at least 1");
    Requirements.require(samples >= 1, "samples", samples, "at least 1");
    Requirements.require(gain > 0 && gain <= 1, "gain", gain, "above 0 and at most 1");
    Requirements.require(
        gainExponent > 0.5 && gainExponent <= 1,
        "gainExponent",
        gainExponent,
        "above 0.5 and at most 1");
  }

  @Override
  public StepResult step(float[] weights, Objective objective, long seed) {
    float[] solution = weights.clone();
    double[] expectation = new double[weights.length];
    double regularized = Double.NaN;
    for (int j = 0; j < iterations; j++) {
      double smoothed =
          gradient.estimate(
              solution, objective, tau, seed, (long) j * samples, samples, expectation);
      if (j == 0) {
        regularized = smoothed;
      }
      double a = gain / Math.pow(1 + j, gainExponent);
      for (int i = 0; i < solution.length; i++) {
        double residual = solution[i] - weights[i] + tau * expectation[i];
        solution[i] = (float) (solution[i] - a * residual);
      }
    }
    for (int i = 0; i < solution.length; i++) {
      solution[i] = (float) (weights[i] + relaxation * (solution[i] - weights[i]));
    }
    return new StepResult(
        solution,
        objective.value(weights),
        regularized,
        Double.NaN,
        forwardPasses(),
        (long) iterations * samples * gradient.backwardPasses());
  }

  /** Returns the forward passes of the draws, plus one for f before the step. */
  @Override
  public int forwardPasses() {
    return iterations * samples * gradient.forwardPasses() + 1;
  }
}
