package io.lautum.network.engine.onednn;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer.Sgd;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay. The state contains the velocities of
 * the trainable weights, in order.
 */
final class SgdStep extends OptimizerStep {
  private final Sgd sgd;

  SgdStep(Sgd sgd, TrainableMask mask, List<TrainableMask.Range> statistics) {
    super(mask, statistics, 1);
    this.sgd = sgd;
  }

  @Override
  void step(float[] weights, float[] gradient, int steps) {
    float rate = (float) sgd.learningRate().at(steps);
    float momentum = (float) sgd.momentum();
    float decay = (float) sgd.weightDecay();
    float[] velocities = moments();
    int at = 0;
    for (TrainableMask.Range range : ranges()) {
      for (int i = range.from(); i < range.to(); i++, at++) {
        float g = gradient[i] + decay * weights[i];
        float v = momentum * velocities[at] + g;
        velocities[at] = v;
        weights[i] -= rate * (sgd.nesterov() ? g + momentum * v : v);
      }
    }
  }
}
