package io.lautum.training;

import io.lautum.experiment.config.OptimizerConfig;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;

/** Optimisers of training stages, as configured. */
public final class Optimizers {
  private Optimizers() {}

  /**
   * Returns the optimiser of a training.
   *
   * @param steps number of steps, after which a falling learning rate is zero
   */
  public static Optimizer of(OptimizerConfig config, int steps) {
    LearningRate rate =
        switch (config.schedule()) {
          case LINEAR -> new LearningRate.LinearDecay(config.learningRate(), steps);
          case COSINE -> new LearningRate.CosineDecay(config.learningRate(), steps);
          case CONSTANT -> new LearningRate.Constant(config.learningRate());
        };
    return switch (config.kind()) {
      case ADAM -> new Optimizer.Adam(rate, config.weightDecay());
      case SGD -> new Optimizer.Sgd(rate, config.momentum(), true, config.weightDecay());
    };
  }
}
