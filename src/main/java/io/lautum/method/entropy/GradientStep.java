package io.lautum.method.entropy;

/**
 * A step of gradient descent on f itself, x ← x - τ∇f(x). The steps on local entropy and heat equal
 * it to first order in τ and are compared with it.
 *
 * @param tau τ, the learning rate
 */
public record GradientStep(double tau) implements WeightStep {
  /**
   * @throws IllegalArgumentException unless τ is positive
   */
  public GradientStep {
    Requirements.positive("tau", tau);
  }

  @Override
  public StepResult step(float[] weights, Objective objective, long seed) {
    float[] gradient = new float[weights.length];
    double value = objective.gradient(weights, gradient);
    float[] next = new float[weights.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (weights[i] - tau * gradient[i]);
    }
    return new StepResult(next, value, value, Double.NaN, forwardPasses(), 1);
  }

  @Override
  public int forwardPasses() {
    return 1;
  }
}
