package io.lautum.method.pseudolabels;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.Section;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.method.Metric;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import java.util.List;
import java.util.Optional;

/**
 * FreeMatch (Wang et al., arXiv 2205.07246): like {@link FixMatch}, with thresholds that follow the
 * network's confidence in each class, and without a class prior.
 */
public final class FreeMatch implements PostTransfer {
  static final String NAME = "freematch";

  private static final Metric THRESHOLD =
      new Metric(
          FreeMatchTerm.THRESHOLD,
          "Threshold of confidence",
          "",
          "Running mean of the largest class probability of unlabelled images, which is the"
              + " threshold of the most probable class.",
          Metric.Goal.NONE);

  private static final Key<Double> FAIRNESS =
      Key.of("fairness", KeyType.between(0, 1e6), 0.0)
          .doc("Weight of the self-adaptive fairness; 0 switches it off.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune." + NAME,
              "Methods that end in freematch: like fixmatch, with thresholds that follow the"
                  + " network's confidence.",
              FineTuneConfig.ARTEFACTS,
              StrongViewLearning.WEIGHT,
              StrongViewLearning.RATIO,
              FAIRNESS)
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
    return List.of(FixMatch.SHARE, THRESHOLD);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(KEYS, StrongAugmentationConfig.KEYS);
  }

  @Override
  public Optional<SemiSupervision> semiSupervision(FineTuneConfig config, TargetCounts target) {
    Section keys = config.section().at(NAME);
    FreeMatchTerm term =
        new FreeMatchTerm(
            keys.get(StrongViewLearning.WEIGHT),
            keys.get(FAIRNESS),
            StrongViewLearning.decay(config.steps()));
    return Optional.of(new StrongViewLearning(term, keys.get(StrongViewLearning.RATIO)));
  }
}
