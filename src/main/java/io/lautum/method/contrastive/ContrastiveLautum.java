package io.lautum.method.contrastive;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.information.views.ContrastiveLautumInformation;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source minus λ times a lower bound of the Lautum information between two
 * strong views of an unlabelled target image. By the data-processing inequality the Lautum
 * information between the views' features is at most that between features and image, which the
 * pre-transfer loss of arXiv 1904.01670 maximises.
 */
public final class ContrastiveLautum extends UnlabelledTraining {
  static final String NAME = "contrastive-lautum";

  private static final Metric INFORMATION =
      new Metric(
          ContrastiveLautumTerm.INFORMATION,
          "Contrastive Lautum information",
          "nats",
          "Estimate of the Lautum information between two views of a target image, from the images"
              + " of a minibatch, which makes it too large.",
          Metric.Goal.HIGHER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 0.3)
          .doc("Weight of the information in the loss (lambda).");
  private static final Key<Double> TEMPERATURE =
      Key.of("temperature", KeyType.between(0.01, 1e6), 0.2)
          .doc("Temperature that divides the similarities of two views (tau).");
  private static final Key<Double> FLOOR =
      Key.of("floor", KeyType.between(1e-6, 0.5), 0.01)
          .doc("Smallest ratio of densities that two images can have (epsilon).");
  private static final Key<Double> DECAY =
      Key.of("decay", KeyType.below(0, 1), 0.98)
          .doc("Decay of the running mean over pairs of different images, per minibatch.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method contrastive-lautum: Lautum information between two strong views of a"
                  + " target image.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              TEMPERATURE,
              FLOOR,
              DECAY)
          .forSingleMethods()
          .newerThanArtefacts();

  public ContrastiveLautum() {
    super(NAME, KEYS, StrongAugmentationConfig.KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return List.of(
        new ContrastiveLautumTerm(
            keys.get(WEIGHT),
            new ContrastiveLautumInformation(keys.get(TEMPERATURE), keys.get(FLOOR)),
            keys.get(DECAY)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }
}
