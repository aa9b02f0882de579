package io.lautum.method.predictive;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source plus μ times the divergence between the predictions for an unlabelled
 * target image and for a strong view of it. It measures no dependence by itself: a network with the
 * same prediction for all images has no divergence.
 */
public final class ViewConsistency extends UnlabelledTraining {
  static final String NAME = "view-consistency";

  private static final Metric DIVERGENCE =
      new Metric(
          ViewConsistencyTerm.DIVERGENCE,
          "Divergence of views",
          "nats",
          "Mean Kullback-Leibler divergence from the predictions for target images to those for"
              + " their strong views.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 0.3)
          .doc("Weight of the divergence in the loss (mu).");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method view-consistency: equal predictions for a target image and a strong view"
                  + " of it.",
              PretrainConfig.ARTEFACTS,
              WEIGHT)
          .forSingleMethods()
          .newerThanArtefacts();

  public ViewConsistency() {
    super(NAME, KEYS, StrongAugmentationConfig.KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of(new ViewConsistencyTerm(config.section().at(NAME).get(WEIGHT)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(DIVERGENCE);
  }
}
