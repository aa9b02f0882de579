package io.lautum.method.entropy;

/**
 * A step on the local entropy F(x) = -log ∫ e<sup>-f</sup> φ, with φ the density of N(x, τI): x ←
 * E_q[X], the mean of q ∝ e<sup>-f</sup> φ, which is the Gaussian of covariance τI nearest to q
 * (moment matching). F falls at every exact step. E_q is estimated by self-normalised importance
 * sampling from φ, with forward passes only.
 *
 * <p>To first order in τ the step is x - τ∇f(x). Its sampling error has variance τ/n per weight,
 * with n the effective sample size, for any losses; antithetic pairs cancel the part of the error
 * that a constant f has too.
 *
 * @param tau τ
 * @param samples number of samples of φ
 * @param antithetic whether samples come in pairs x ± √τ ξ (not in the paper)
 * @param relaxation η in x ← x + η(E_q[X] - x); 1 is the paper's step
 */
public record LocalEntropyImportanceStep(
    double tau, int samples, boolean antithetic, double relaxation) implements WeightStep {
  /**
   * @throws IllegalArgumentException if τ or η is not positive, there is no sample, or {@code
   *     antithetic} is set and the number of samples is odd
   */
  public LocalEntropyImportanceStep {
    Requirements.positive("tau", tau);
    Requirements.positive("relaxation", relaxation);
    Requirements.require(samples >= 1, "samples", samples, "at least 1");
    Requirements.require(
        !antithetic || samples % 2 == 0, "samples", samples, "even for antithetic pairs");
  }

  @Override
  public StepResult step(float[] weights, Objective objective, long seed) {
    ImportanceWeights importance = sample(weights, objective, seed);
    double[] shift = importance.mean();
    float[] next = new float[weights.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (weights[i] + relaxation * shift[i]);
    }
    return new StepResult(
        next,
        objective.value(weights),
        importance.negativeLogMean(),
        importance.effectiveSampleSize(),
        forwardPasses(),
        0);
  }

  /** Returns the number of samples, plus one for f before the step. */
  @Override
  public int forwardPasses() {
    return samples + 1;
  }

  private ImportanceWeights sample(float[] weights, Objective objective, long seed) {
    GaussianSamples gaussian = new GaussianSamples(tau, seed);
    ImportanceWeights importance = new ImportanceWeights(weights.length);
    float[] displacement = new float[weights.length];
    float[] sample = new float[weights.length];
    // The two samples of a pair share a random vector.
    int draws = antithetic ? samples / 2 : samples;
    for (int k = 0; k < draws; k++) {
      gaussian.displacement(k, displacement);
      for (int sign = 1; sign >= (antithetic ? -1 : 1); sign -= 2) {
        GaussianSamples.displace(weights, sign, displacement, sample);
        importance.add(objective.value(sample), displacement, sign);
      }
    }
    return importance;
  }
}
