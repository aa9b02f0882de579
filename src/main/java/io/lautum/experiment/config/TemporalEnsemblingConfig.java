package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * Temporal ensembling (Laine &amp; Aila 2017), a post-transfer stage.
 *
 * @param weight w_max, of the mean squared difference between predictions and their ensemble
 * @param decay alpha of the ensemble, per pass over the unlabelled images
 * @param ramp share of the steps after which the weight has reached its largest value
 */
public record TemporalEnsemblingConfig(double weight, double decay, double ramp)
    implements Serializable {
  private static final Key<Double> WEIGHT =
      Key.of(
          "weight",
          KeyType.between(0, 1e6),
          30.0,
          "Largest weight of the mean squared difference, over images and classes.");
  private static final Key<Double> DECAY =
      Key.of(
          "decay",
          KeyType.below(0, 1),
          0.6,
          "Decay of the averages per pass over the unlabelled images.");
  private static final Key<Double> RAMP =
      Key.of(
          "ramp",
          KeyType.between(0.01, 1),
          0.5,
          "Share of the steps after which the weight is largest; before, it is weight x exp(-5 (1 -"
              + " t)^2), with t from 0 to 1.");

  /** The keys of the methods that end in {@code temporal-ensembling}. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune.temporal-ensembling",
              "Methods that end in temporal-ensembling: predictions of labelled and unlabelled"
                  + " target images are drawn to their own averages over earlier passes.",
              FinetuneConfig.ARTEFACTS,
              WEIGHT,
              DECAY,
              RAMP)
          .forSingleMethods();

  static TemporalEnsemblingConfig read(Section section) {
    return new TemporalEnsemblingConfig(section.get(WEIGHT), section.get(DECAY), section.get(RAMP));
  }
}
