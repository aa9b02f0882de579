package io.lautum.training.distributed;

import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;

/**
 * Back-propagation and the network's own updater.
 *
 * @param passes of images through the network and back
 */
public record UpdaterStep(int passes) implements MinibatchStep {
  /** With these regularisers: adversarial images pass beside the clean ones. */
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
    return network.state().moments();
  }
}
