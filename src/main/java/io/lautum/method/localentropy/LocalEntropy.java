package io.lautum.method.localentropy;

import io.lautum.experiment.config.LocalEntropyConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Refinement;
import io.lautum.method.SampledTraining;
import io.lautum.method.entropy.LocalEntropyImportanceStep;
import io.lautum.method.entropy.LocalEntropySgldStep;
import io.lautum.method.entropy.WeightStep;

/** Steps on the local entropy of the source's cross-entropy. */
public final class LocalEntropy extends Refinement {
  public LocalEntropy() {
    super("local-entropy", LocalEntropyConfig.KEYS);
  }

  @Override
  protected SampledTraining training(PretrainConfig config) {
    LocalEntropyConfig entropy = config.localEntropy();
    return new SampledTraining(step(entropy), entropy.training());
  }

  private static WeightStep step(LocalEntropyConfig config) {
    if (config.sampler().equals("importance")) {
      return new LocalEntropyImportanceStep(
          config.tau(), config.samples(), config.antithetic(), config.relaxation());
    }
    LocalEntropyConfig.Sgld sgld = config.sgld();
    return new LocalEntropySgldStep(
        config.tau(),
        sgld.steps(),
        sgld.stepSize(),
        sgld.noise(),
        sgld.burnIn(),
        sgld.averagingDecay(),
        config.relaxation());
  }
}
