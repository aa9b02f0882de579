package io.lautum.method.mkmmd;

import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.MkMmdConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Metric;
import io.lautum.method.PreTransfer;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Locale;

/**
 * Multi-kernel maximum mean discrepancy: cross-entropy on the source plus μ times MMD² between what
 * the network puts out for source and for target images (Gretton et al., NIPS 2012; as a term of a
 * network's loss M. Long et al., "Learning transferable features with deep adaptation networks",
 * ICML 2015).
 */
public final class MkMmd implements PreTransfer {
  private static final Metric DISCREPANCY =
      new Metric(
          MkMmdTerm.SQUARED_MMD,
          "MMD²",
          "",
          "Squared maximum mean discrepancy between the outputs for the source and the target"
              + " images of a minibatch; the estimate is unbiased and can be negative.",
          Metric.Goal.LOWER);

  @Override
  public String name() {
    return "mk-mmd";
  }

  @Override
  public boolean usesSource() {
    return true;
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    MkMmdConfig mkMmd = config.mkMmd();
    MkMmdTerm.Kernels kernels = MkMmdTerm.Kernels.valueOf(mkMmd.kernels().toUpperCase(Locale.ROOT));
    return List.of(
        new MkMmdTerm(
            TermSpec.output(mkMmd.outputs()), mkMmd.weight(), kernels, mkMmd.startIteration()));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(DISCREPANCY);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(MkMmdConfig.KEYS);
  }
}
