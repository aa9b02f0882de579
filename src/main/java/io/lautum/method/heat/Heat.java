package io.lautum.method.heat;

import io.lautum.experiment.config.HeatConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Refinement;
import io.lautum.method.SampledTraining;
import io.lautum.method.entropy.HeatStep;
import io.lautum.method.entropy.SmoothedGradient;

/** Steps on the heat-regularised cross-entropy of the source. */
public final class Heat extends Refinement {
  public Heat() {
    super("heat", HeatConfig.KEYS);
  }

  @Override
  protected SampledTraining training(PretrainConfig config) {
    HeatConfig heat = config.heat();
    return new SampledTraining(
        new HeatStep(
            heat.tau(),
            heat.iterations(),
            heat.samples(),
            heat.backPropagated()
                ? SmoothedGradient.BACK_PROPAGATED
                : SmoothedGradient.ZEROTH_ORDER,
            heat.gain(),
            heat.gainExponent(),
            heat.relaxation()),
        heat.training());
  }
}
