package io.lautum.method.lautum;

import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.LautumConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Metric;
import io.lautum.method.PreTransfer;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Lautum regularisation: cross-entropy on the source minus λ times the Lautum information between
 * the network and the unlabelled target images (arXiv 1904.01670, eq. 2).
 */
public final class Lautum implements PreTransfer {
  /** The Lautum information between the network and the target images. */
  public static final Metric INFORMATION =
      new Metric(
          LautumTerm.INFORMATION,
          "Lautum information",
          "nats",
          "Dependence between the network's outputs and the whitened target images, estimated from"
              + " running moments.",
          Metric.Goal.HIGHER);

  @Override
  public String name() {
    return "lautum";
  }

  @Override
  public boolean usesSource() {
    return true;
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    LautumConfig lautum = config.lautum();
    return List.of(
        new LautumTerm(
            TermSpec.output(lautum.outputs()),
            lautum.weight(),
            lautum.ridge(),
            lautum.decay(),
            lautum.maxSquaredCorrelation(),
            lautum.startIteration(),
            lautum.sharesMoments()));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(LautumConfig.KEYS);
  }
}
