package io.lautum.network.engine.onednn;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.Optimizer.Adam;
import java.util.List;

/**
 * Adam (Kingma &amp; Ba 2015, algorithm 1 with the bias corrections folded into the step size, as
 * in its section 2), and AdamW's decoupled weight decay. For each range of trainable weights, the
 * state has all first moments, then all second moments.
 */
final class AdamStep extends OptimizerStep {
  private final Adam adam;

  AdamStep(Adam adam, TrainableMask mask, List<TrainableMask.Range> statistics) {
    super(mask, statistics, 2);
    this.adam = adam;
  }

  @Override
  void step(float[] weights, float[] gradient, int steps) {
    int at = 0;
    double correction =
        Math.sqrt(1 - Math.pow(adam.beta2(), steps + 1)) / (1 - Math.pow(adam.beta1(), steps + 1));
    double learningRate = adam.learningRate().at(steps);
    float rate = (float) (learningRate * correction);
    float shrink = (float) (learningRate * adam.weightDecay());
    for (TrainableMask.Range range : ranges()) {
      int length = range.length();
      if (shrink != 0) {
        for (int i = range.from(); i < range.to(); i++) {
          weights[i] -= shrink * weights[i];
        }
      }
      step(
          weights,
          gradient,
          range.from(),
          moments(),
          at,
          length,
          rate,
          (float) adam.beta1(),
          (float) adam.beta2(),
          (float) adam.epsilon());
      at += 2 * length;
    }
  }

  /** Updates one range, in a loop that the virtual machine vectorises. */
  private static void step(
      float[] weights,
      float[] gradient,
      int from,
      float[] state,
      int first,
      int length,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    int second = first + length;
    for (int i = 0; i < length; i++) {
      float g = gradient[from + i];
      float m = beta1 * state[first + i] + (1 - beta1) * g;
      float v = beta2 * state[second + i] + (1 - beta2) * g * g;
      state[first + i] = m;
      state[second + i] = v;
      weights[from + i] -= rate * m / ((float) Math.sqrt(v) + epsilon);
    }
  }
}
