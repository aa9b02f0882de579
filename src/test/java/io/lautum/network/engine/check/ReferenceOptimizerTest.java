package io.lautum.network.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import org.junit.jupiter.api.Test;

/** Compares two steps with numbers computed by hand; weight 1 is not trained. */
class ReferenceOptimizerTest {
  private static final LearningRate RATE = new LearningRate.LinearDecay(0.1, 10);

  /** A first step of Adam changes a weight by the learning rate, for every gradient. */
  @Test
  void adamAndDecoupledDecay() {
    double[] weights = {1, 5};
    ReferenceOptimizer optimizer =
        new ReferenceOptimizer(new Optimizer.Adam(RATE, 0.5, 0.9, 0.999, 0), mask());
    optimizer.update(weights, new float[] {4, 2});
    assertThat(weights).containsExactly(new double[] {1 - 0.05 - 0.1, 3}, within(1e-12));
    optimizer.update(weights, new float[] {-4, 0});
    double first = (0.9 * 0.4 - 0.4) / (1 - 0.81);
    double second = 16;
    double expected = 0.85 * (1 - 0.09 * 0.5) - 0.09 * first / Math.sqrt(second);
    assertThat(weights).containsExactly(new double[] {expected, 3}, within(1e-6));
  }

  @Test
  void nesterovMomentumWithWeightDecay() {
    double[] weights = {1, 0};
    ReferenceOptimizer optimizer =
        new ReferenceOptimizer(new Optimizer.Sgd(RATE, 0.9, true, 0.5), mask());
    optimizer.update(weights, new float[] {2, 0});
    double velocity = 2.5;
    double expected = 1 - 0.1 * (2.5 + 0.9 * velocity);
    assertThat(weights[0]).isCloseTo(expected, within(1e-12));
    optimizer.update(weights, new float[] {0, 0});
    velocity = 0.9 * velocity + 0.5 * expected;
    expected -= 0.09 * (0.5 * expected + 0.9 * velocity);
    assertThat(weights[0]).isCloseTo(expected, within(1e-12));
  }

  private static TrainableMask mask() {
    return new TrainableMask(new boolean[] {true, false});
  }
}
