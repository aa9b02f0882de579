package io.lautum.method.predictive;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source minus λ times the Lautum information between an unlabelled target
 * image and its predicted class.
 */
public final class PredictiveLautum extends UnlabelledTraining {
  static final String NAME = "predictive-lautum";

  private static final Metric INFORMATION =
      new Metric(
          PredictiveLautumTerm.INFORMATION,
          "Predictive Lautum information",
          "nats",
          "Lautum information between a target image and its predicted class; a probability below"
              + " exp(-max(K, 10)) counts as this value.",
          Metric.Goal.HIGHER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 0.1)
          .doc("Weight of the information in the loss (lambda).");
  private static final Key<Double> DECAY =
      Key.of("decay", KeyType.below(0, 1), 0.98)
          .doc("Decay of the running mean of predicted probabilities, per minibatch.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method predictive-lautum: Lautum information between a target image and its"
                  + " predicted class.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              DECAY)
          .forSingleMethods()
          .newerThanArtefacts();

  public PredictiveLautum() {
    super(NAME, KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return List.of(new PredictiveLautumTerm(keys.get(WEIGHT), keys.get(DECAY)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }
}
