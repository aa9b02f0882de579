package io.lautum.network.engine.check;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer;

/**
 * The updates of an {@link Optimizer} in double precision, one weight at a time, from its formula.
 */
public final class ReferenceOptimizer {
  private final Optimizer optimizer;
  private final boolean[] trained;
  private final double[] first;
  private final double[] second;
  private int steps;

  /**
   * @param mask weights that the optimiser changes; a gradient is subtracted from the others
   */
  public ReferenceOptimizer(Optimizer optimizer, TrainableMask mask) {
    this.optimizer = optimizer;
    this.trained = mask.trained();
    this.first = new double[trained.length];
    this.second = new double[trained.length];
  }

  /** Changes the weights by one step. */
  public void update(double[] weights, float[] gradient) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = trained[i] ? updated(i, weights[i], gradient[i]) : weights[i] - gradient[i];
    }
    steps++;
  }

  private double updated(int i, double w, double g) {
    if (optimizer instanceof Optimizer.Adam adam) {
      double rate = adam.learningRate().at(steps);
      first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
      second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
      double correction =
          Math.sqrt(1 - Math.pow(adam.beta2(), steps + 1))
              / (1 - Math.pow(adam.beta1(), steps + 1));
      double change = rate * correction * first[i] / (Math.sqrt(second[i]) + adam.epsilon());
      return w * (1 - rate * adam.weightDecay()) - change;
    }
    if (optimizer instanceof Optimizer.Sgd sgd) {
      double decayed = g + sgd.weightDecay() * w;
      first[i] = sgd.momentum() * first[i] + decayed;
      double direction = sgd.nesterov() ? decayed + sgd.momentum() * first[i] : first[i];
      return w - sgd.learningRate().at(steps) * direction;
    }
    throw new IllegalArgumentException("no reference for " + optimizer);
  }
}
