package io.lautum.training.distributed;

import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;

/**
 * A step by back-propagation and the network's own updater.
 *
 * @param passes forward passes per step, and the same number of backward passes
 */
public record UpdaterStep(int passes) implements MinibatchStep {
  /** Creates the step for these regularisers; adversarial images take an additional pass. */
  public static UpdaterStep of(RegularizationConfig regularization) {
    return new UpdaterStep(regularization.adversarial() > 0 ? 2 : 1);
  }

  @Override
  public Result take(TrainingStep network, Minibatch minibatch, long seed) {
    double loss = network.fit(minibatch);
    return new Result(loss, network.crossEntropy(), Double.NaN, passes, passes);
  }

  @Override
  public int forwardPasses() {
    return passes;
  }

  @Override
  public float[] updater(TrainingStep network) {
    return TrainingState.updater(network.state());
  }
}
