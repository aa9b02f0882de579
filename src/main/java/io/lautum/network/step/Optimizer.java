package io.lautum.network.step;

import java.io.Serializable;

/** The rule by which gradients update the weights. */
public sealed interface Optimizer extends Serializable {
  /** Returns the learning rate by step; NaN without an optimiser. */
  LearningRate learningRate();

  /**
   * Adam (Kingma &amp; Ba 2015, algorithm 1 with the bias corrections in the step size, as in its
   * section 2), with decoupled weight decay AdamW (Loshchilov &amp; Hutter 2019, algorithm 2).
   *
   * @param weightDecay relative decrease of a weight per step, divided by the learning rate; 0 for
   *     Adam
   */
  record Adam(
      LearningRate learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements Optimizer {
    /** Creates Adam with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, without weight decay. */
    public Adam(LearningRate learningRate) {
      this(learningRate, 0);
    }

    /** Creates the same with weight decay. */
    public Adam(LearningRate learningRate, double weightDecay) {
      this(learningRate, weightDecay, 0.9, 0.999, 1e-8);
    }
  }

  /**
   * Stochastic gradient descent: v ← μv + g, w ← w − η(g + μv) with Nesterov's momentum (Sutskever
   * et al. 2013, eq. 7), w ← w − ηv without.
   *
   * @param momentum μ
   * @param weightDecay factor by which weights are added to the gradient
   */
  record Sgd(LearningRate learningRate, double momentum, boolean nesterov, double weightDecay)
      implements Optimizer {}

  /** No optimiser: the network is only evaluated and differentiated. */
  record None() implements Optimizer {
    @Override
    public LearningRate learningRate() {
      return new LearningRate.Constant(Double.NaN);
    }
  }

  /** Returns Adam with a constant learning rate. */
  static Optimizer constant(double learningRate) {
    return new Adam(new LearningRate.Constant(learningRate));
  }

  /** Returns Adam with a learning rate that decreases linearly to zero over {@code steps} steps. */
  static Optimizer linearDecay(double learningRate, int steps) {
    return new Adam(new LearningRate.LinearDecay(learningRate, steps));
  }
}
