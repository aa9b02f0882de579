package io.lautum.method.predictive;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source minus λ times the mutual information between an unlabelled target
 * image and its predicted class (Bridle, Heading &amp; MacKay, NIPS 1991). Together with {@link
 * ViewConsistency} it is IMSAT (Hu et al., ICML 2017).
 */
public final class PredictiveMutual extends UnlabelledTraining {
  static final String NAME = "predictive-mutual";

  private static final Metric INFORMATION =
      new Metric(
          PredictiveMutualTerm.INFORMATION,
          "Predictive mutual information",
          "nats",
          "Mutual information between a target image and its predicted class, from the images of a"
              + " minibatch; at most ln K for K classes.",
          Metric.Goal.HIGHER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 0.3)
          .doc("Weight of the information in the loss (lambda).");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method predictive-mutual: mutual information between a target image and its"
                  + " predicted class.",
              PretrainConfig.ARTEFACTS,
              WEIGHT)
          .forSingleMethods()
          .newerThanArtefacts();

  public PredictiveMutual() {
    super(NAME, KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of(new PredictiveMutualTerm(config.section().at(NAME).get(WEIGHT)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }
}
