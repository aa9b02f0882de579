package io.lautum.method;

import io.lautum.config.LautumConfig;
import io.lautum.config.PretrainConfig;
import io.lautum.network.TransferTerm;
import io.lautum.regularization.LautumLoss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lautum regularisation: cross-entropy on the source minus λ times the Lautum information between
 * the network and the unlabelled target images (arXiv 1904.01670, eq. 2).
 */
public final class Lautum implements PreTransfer {
  /** The Lautum information between the network and the target images. */
  public static final Metric INFORMATION =
      new Metric(
          LautumLoss.INFORMATION,
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
  public Optional<TransferTerm> term(PretrainConfig config) {
    LautumConfig lautum = config.lautum();
    TransferTerm.Output on = TransferTerm.Output.valueOf(lautum.outputs().toUpperCase(Locale.ROOT));
    LautumLoss loss =
        new LautumLoss(
            lautum.weight(),
            lautum.ridge(),
            lautum.decay(),
            lautum.maxSquaredCorrelation(),
            lautum.startIteration());
    return Optional.of(new TransferTerm(on, loss));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }

  @Override
  public List<String> configurationKeys() {
    return List.of("pretrain.lautum");
  }
}
