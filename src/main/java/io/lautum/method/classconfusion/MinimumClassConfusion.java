package io.lautum.method.classconfusion;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Optional;

/**
 * Minimum class confusion (Jin et al., ECCV 2020): cross-entropy on the labelled target examples
 * plus μ times the confusion between classes in the predictions for unlabelled images.
 */
public final class MinimumClassConfusion implements PostTransfer {
  static final String NAME = "minimum-class-confusion";

  private static final Metric CONFUSION =
      new Metric(
          ClassConfusionTerm.CONFUSION,
          "Class confusion",
          "",
          "Mean share of other classes in the predictions for images of a class, from 0 to 1.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0).doc("Weight of the class confusion (mu).");
  private static final Key<Double> TEMPERATURE =
      Key.of("temperature", KeyType.positive(), 2.5)
          .doc("Temperature that divides the logits before the softmax (T).");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune." + NAME,
              "Methods that end in minimum-class-confusion: predictions for unlabelled images that"
                  + " do not mix classes.",
              FineTuneConfig.ARTEFACTS,
              WEIGHT,
              TEMPERATURE)
          .forSingleMethods()
          .newerThanArtefacts();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean usesUnlabelled() {
    return true;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(CONFUSION);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(KEYS);
  }

  @Override
  public Optional<SemiSupervision> semiSupervision(FineTuneConfig config, TargetCounts target) {
    Section keys = config.section().at(NAME);
    TermSpec term = new ClassConfusionTerm(keys.get(WEIGHT), keys.get(TEMPERATURE));
    return Optional.of(() -> term);
  }
}
