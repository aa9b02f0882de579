package io.lautum.method.dann;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.SourceTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Domain-adversarial training: cross-entropy on the source, with features by which a classifier
 * cannot tell source from target images (Ganin et al., JMLR 17, 2016).
 */
public final class Dann extends SourceTraining {
  static final String NAME = "dann";

  private static final Metric ACCURACY =
      new Metric(
          DannTerm.ACCURACY,
          "Accuracy of the domain classifier",
          "",
          "Share of the images of a minibatch whose domain, source or target, the classifier"
              + " recognises; one half if it cannot tell them apart.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Largest factor of the reversed gradient (mu).");
  private static final Key<Integer> UNITS =
      Key.of("units", KeyType.atLeast(1), 128)
          .doc("Units of the domain classifier's hidden layer.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method dann: features by which a classifier cannot tell source from target.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              UNITS)
          .forSingleMethods()
          .newerThanArtefacts();

  public Dann() {
    super(NAME, KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return List.of(new DannTerm(keys.get(WEIGHT), keys.get(UNITS), steps));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(ACCURACY);
  }
}
