package io.lautum.config;

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
  static TemporalEnsemblingConfig read(Section section) {
    return new TemporalEnsemblingConfig(
        section.between("weight", 0, 1e6),
        section.below("decay", 0, 1),
        section.between("ramp", 0.01, 1));
  }
}
