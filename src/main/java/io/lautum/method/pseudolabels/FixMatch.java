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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * FixMatch (Sohn et al., arXiv 2001.07685): cross-entropy on the labelled target examples, and on
 * strong views of unlabelled images with the labels that the network gives to the images
 * confidently.
 */
public final class FixMatch implements PostTransfer {
  static final String NAME = "fixmatch";

  /** The share of the unlabelled images that take part. */
  static final Metric SHARE =
      new Metric(
          FixMatchTerm.SHARE,
          "Share of confident images",
          "",
          "Share of the unlabelled images of a minibatch whose predicted class is probable enough"
              + " to serve as label of their strong views.",
          Metric.Goal.NONE);

  private static final Key<Double> THRESHOLD =
      Key.of("threshold", KeyType.between(0, 1), 0.95)
          .doc("Smallest probability of a class that serves as label (tau).");
  private static final Key<String> CLASS_PRIOR =
      Key.of("class-prior", KeyType.oneOf("uniform", "labelled", "none"), "labelled")
          .doc(
              "Shares of the classes with which predictions for unlabelled images are aligned:"
                  + " equal ones, those of the labelled images, or none.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune." + NAME,
              "Methods that end in fixmatch: confident predictions for unlabelled images are the"
                  + " labels of their strong views.",
              FineTuneConfig.ARTEFACTS,
              StrongViewLearning.WEIGHT,
              THRESHOLD,
              StrongViewLearning.RATIO,
              CLASS_PRIOR)
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
    return List.of(SHARE);
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(KEYS, StrongAugmentationConfig.KEYS);
  }

  @Override
  public Optional<SemiSupervision> semiSupervision(FineTuneConfig config, TargetCounts target) {
    Section keys = config.section().at(NAME);
    FixMatchTerm term =
        new FixMatchTerm(
            keys.get(StrongViewLearning.WEIGHT),
            keys.get(THRESHOLD),
            prior(keys.get(CLASS_PRIOR), target),
            StrongViewLearning.decay(config.steps()));
    return Optional.of(new StrongViewLearning(term, keys.get(StrongViewLearning.RATIO)));
  }

  private static List<Double> prior(String kind, TargetCounts target) {
    return switch (kind) {
      case "uniform" -> Collections.nCopies(target.classes(), 1.0 / target.classes());
      case "labelled" -> {
        double all = Arrays.stream(target.labelled()).sum();
        yield Arrays.stream(target.labelled()).mapToObj(count -> count / all).toList();
      }
      default -> List.of();
    };
  }
}
