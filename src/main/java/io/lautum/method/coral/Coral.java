package io.lautum.method.coral;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.Metric;
import io.lautum.method.SourceTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Correlation alignment: cross-entropy on the source plus μ times the squared distance between the
 * covariances of source and target features (Sun &amp; Saenko, "Deep CORAL", 2016).
 */
public final class Coral extends SourceTraining {
  static final String NAME = "coral";

  private static final Metric DISTANCE =
      new Metric(
          CoralTerm.DISTANCE,
          "Distance of covariances",
          "",
          "Squared distance between the covariances of the features of source and target images of"
              + " a minibatch, divided by 4 d² for d features.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the squared distance in the loss (mu).");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method coral: equal covariances of source and target features.",
              PretrainConfig.ARTEFACTS,
              WEIGHT)
          .forSingleMethods()
          .newerThanArtefacts();

  public Coral() {
    super(NAME, KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of(new CoralTerm(config.section().at(NAME).get(WEIGHT)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(DISTANCE);
  }
}
