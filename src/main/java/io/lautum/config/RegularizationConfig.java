package io.lautum.config;

import java.io.Serializable;

/**
 * What a training stage adds to any method's loss. A weight of zero switches a regulariser off.
 *
 * @param spectralNorm λ of (λ/2) Σ σ(W)² over the weight matrices
 * @param weightDecay λ of (λ/2) Σ |W|² over the weight matrices
 * @param adversarial factor α of the cross-entropy of adversarial images
 * @param epsilon size of the adversarial change, in units of the normalised image
 */
public record RegularizationConfig(
    double spectralNorm, double weightDecay, double adversarial, double epsilon)
    implements Serializable {
  /** No regulariser. */
  public static final RegularizationConfig NONE = new RegularizationConfig(0, 0, 0, 0);

  static RegularizationConfig read(Section section) {
    return new RegularizationConfig(
        section.between("spectral-norm", 0, 1e6),
        section.between("weight-decay", 0, 1e6),
        section.at("adversarial").between("weight", 0, 1e6),
        section.at("adversarial").between("epsilon", 0, 1e3));
  }

  /** Whether nothing is added. */
  public boolean isNone() {
    return spectralNorm == 0 && weightDecay == 0 && adversarial == 0;
  }
}
