package io.lautum.network.step;

import java.io.Serializable;

/** How gradients become steps of the weights. */
public sealed interface Optimizer extends Serializable {
  /**
   * Adam (Kingma &amp; Ba 2015, algorithm 1), with decoupled weight decay AdamW (Loshchilov &amp;
   * Hutter 2019, algorithm 2).
   *
   * @param weightDecay by which, times the learning rate, a weight shrinks in each step; 0 for Adam
   */
  record Adam(
      LearningRate learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements Optimizer {
    /** Adam with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, without weight decay. */
    public Adam(LearningRate learningRate) {
      this(learningRate, 0, 0.9, 0.999, 1e-8);
    }
  }

  /**
   * Stochastic gradient descent: v ← μv + g, w ← w − η(g + μv) with Nesterov's momentum (Sutskever
   * et al. 2013, eq. 7), w ← w − ηv without.
   *
   * @param momentum μ
   * @param weightDecay factor of the weights that are added to the gradient
   */
  record Sgd(LearningRate learningRate, double momentum, boolean nesterov, double weightDecay)
      implements Optimizer {}

  /** No optimiser: the network is only evaluated and differentiated. */
  record None() implements Optimizer {}

  /** Adam whose learning rate stays. */
  static Optimizer constant(double learningRate) {
    return new Adam(new LearningRate.Constant(learningRate));
  }

  /** Adam whose learning rate falls linearly to zero over {@code steps} steps. */
  static Optimizer linearDecay(double learningRate, int steps) {
    return new Adam(new LearningRate.LinearDecay(learningRate, steps));
  }
}
