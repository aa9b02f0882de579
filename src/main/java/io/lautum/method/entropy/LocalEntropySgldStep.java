package io.lautum.method.entropy;

/**
 * The step x ← E_q[X] of {@link LocalEntropyImportanceStep}, with E_q estimated by stochastic
 * gradient Langevin dynamics (Welling &amp; Teh 2011), as in Entropy-SGD (Chaudhari et al. 2017):
 *
 * <pre>
 *   y₀ = x
 *   y ← y - ½h (∇f(y) + (y - x)/τ) + √h ε ξ,   h = stepSize · τ
 *   E_q[X] ≈ Σᵢ dⁿ⁻ⁱ yᵢ / Σᵢ dⁿ⁻ⁱ              over the n steps after burn-in, d = averagingDecay
 * </pre>
 *
 * Each step of the chain takes one forward and one backward pass. With ε = 1 the chain samples q as
 * h → 0; Entropy-SGD uses a far smaller ε, for which the average is nearer to the minimum of f + ‖·
 * - x‖²/2τ than to E_q, but has less noise in many dimensions.
 *
 * @param tau τ
 * @param chainLength steps of the chain
 * @param stepSize h/τ; the chain is unstable if h(L + 1/τ) &gt; 4 for a gradient of Lipschitz
 *     constant L
 * @param noise ε
 * @param burnIn number of first steps that the average omits, less than {@code chainLength}
 * @param averagingDecay d; 1 is the plain mean
 * @param relaxation η in x ← x + η(E_q[X] - x); 1 is the paper's step
 */
public record LocalEntropySgldStep(
    double tau,
    int chainLength,
    double stepSize,
    double noise,
    int burnIn,
    double averagingDecay,
    double relaxation)
    implements WeightStep {
  /**
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  public LocalEntropySgldStep {
    Requirements.positive("tau", tau);
    Requirements.positive("stepSize", stepSize);
    Requirements.positive("relaxation", relaxation);
    Requirements.require(chainLength >= 1, "chainLength", chainLength, "at least 1");
    Requirements.require(noise >= 0, "noise", noise, "at least 0");
    Requirements.require(
        burnIn >= 0 && burnIn < chainLength, "burnIn", burnIn, "from 0 to chainLength - 1");
    Requirements.require(
        averagingDecay > 0 && averagingDecay <= 1,
        "averagingDecay",
        averagingDecay,
        "above 0 and at most 1");
  }

  @Override
  public StepResult step(float[] weights, Objective objective, long seed) {
    double h = stepSize * tau;
    GaussianSamples gaussian = new GaussianSamples(h, seed);
    float[] state = weights.clone();
    float[] gradient = new float[weights.length];
    float[] displacement = new float[weights.length];
    double[] average = new double[weights.length];
    double averaged = 0;
    double value = Double.NaN;
    for (int t = 0; t < chainLength; t++) {
      double loss = objective.gradient(state, gradient);
      if (t == 0) {
        value = loss;
      }
      gaussian.displacement(t, displacement);
      for (int i = 0; i < state.length; i++) {
        double drift = h * gradient[i] + stepSize * (state[i] - weights[i]);
        state[i] = (float) (state[i] - drift / 2 + noise * displacement[i]);
      }
      if (t >= burnIn) {
        averaged = averagingDecay * averaged + 1;
        for (int i = 0; i < average.length; i++) {
          average[i] += (state[i] - average[i]) / averaged;
        }
      }
    }
    float[] next = new float[weights.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (weights[i] + relaxation * (average[i] - weights[i]));
    }
    return new StepResult(next, value, Double.NaN, Double.NaN, chainLength, chainLength);
  }

  @Override
  public int forwardPasses() {
    return chainLength;
  }
}
