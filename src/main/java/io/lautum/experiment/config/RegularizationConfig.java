package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * The additions of a training stage to any method's loss. A weight of zero switches a regulariser
 * off.
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

  private static final Key<Double> SPECTRAL_NORM =
      Key.of("spectral-norm", KeyType.between(0, 1e6), 0.0)
          .doc(
              "Weight lambda of (lambda/2) times the sum of the squared spectral norms of all"
                  + " weight matrices.");
  private static final Key<Double> WEIGHT_DECAY =
      Key.of("weight-decay", KeyType.between(0, 1e6), 0.0)
          .doc(
              "Weight lambda of (lambda/2) times the sum of the squared entries of all weight"
                  + " matrices.");
  private static final Key<Double> ADVERSARIAL =
      Key.of("adversarial.weight", KeyType.between(0, 1e6), 0.0)
          .doc("Weight of the cross-entropy of adversarial images.");
  private static final Key<Double> EPSILON =
      Key.of("adversarial.epsilon", KeyType.between(0, 1e3), 0.1)
          .doc(
              "Size of the change of every value of an adversarial image, in the direction that"
                  + " increases the cross-entropy most.")
          .unit("normalised image");

  static KeyGroup keys(String block, Set<ArtefactKind> artefacts) {
    return KeyGroup.of(
        block,
        "Additions to the loss of every method; a weight of 0 switches one off.",
        artefacts,
        SPECTRAL_NORM,
        WEIGHT_DECAY,
        ADVERSARIAL,
        EPSILON);
  }

  static RegularizationConfig read(Section section) {
    return new RegularizationConfig(
        section.get(SPECTRAL_NORM),
        section.get(WEIGHT_DECAY),
        section.get(ADVERSARIAL),
        section.get(EPSILON));
  }

  /** Returns whether nothing is added. */
  public boolean isNone() {
    return spectralNorm == 0 && weightDecay == 0 && adversarial == 0;
  }
}
