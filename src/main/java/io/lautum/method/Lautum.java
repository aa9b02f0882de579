package io.lautum.method;

import io.lautum.config.KeyGroup;
import io.lautum.config.LautumConfig;
import io.lautum.config.PretrainConfig;
import io.lautum.method.lautum.LautumTerm;
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
