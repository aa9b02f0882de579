package io.lautum.method.contrastive;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source minus λ times a lower bound of the mutual information between two
 * strong views of an unlabelled target image (InfoNCE: van den Oord et al., arXiv 1807.03748).
 */
public final class ContrastiveMutual extends UnlabelledTraining {
  static final String NAME = "contrastive-mutual";

  private static final Metric INFORMATION =
      new Metric(
          ContrastiveMutualTerm.INFORMATION,
          "Contrastive mutual information",
          "nats",
          "Lower bound of the mutual information between two views of a target image, from the"
              + " images of a minibatch; at most ln(2n - 1) for n images.",
          Metric.Goal.HIGHER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the information in the loss (lambda).");
  private static final Key<Double> TEMPERATURE =
      Key.of("temperature", KeyType.between(0.01, 1e6), 0.2)
          .doc("Temperature that divides the similarities of two views (tau).");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method contrastive-mutual: mutual information between two strong views of a"
                  + " target image.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              TEMPERATURE)
          .forSingleMethods()
          .newerThanArtefacts();

  public ContrastiveMutual() {
    super(NAME, KEYS, StrongAugmentationConfig.KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return List.of(new ContrastiveMutualTerm(keys.get(WEIGHT), keys.get(TEMPERATURE)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }
}
