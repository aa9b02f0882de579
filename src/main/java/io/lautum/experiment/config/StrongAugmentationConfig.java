package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * Strong random changes to images, for methods that compare views of an image.
 *
 * @param kind {@code auto}, {@code characters} or {@code photographs}
 * @param strength share of the largest changes, in (0, 1]
 * @param cutout share of the largest missing square's side, in [0, 1]; 0 for none
 */
public record StrongAugmentationConfig(String kind, double strength, double cutout)
    implements Serializable {
  private static final Key<String> KIND =
      Key.of("kind", KeyType.oneOf("auto", "characters", "photographs"), "auto")
          .doc(
              "Changes that keep the class of characters (shift, affine map, noise, a missing"
                  + " square), or of photographs (also mirroring and colours); auto is characters"
                  + " for images of one channel.");
  private static final Key<Double> STRENGTH =
      Key.of("strength", KeyType.share(), 1.0).doc("Share of the largest changes.");
  private static final Key<Double> CUTOUT =
      Key.of("cutout", KeyType.between(0, 1), 1.0)
          .doc(
              "Side of the missing square, as a share of the one that strength gives; 0 for none,"
                  + " where a small part tells classes apart, as in E and F.");

  /** The keys; a method that uses strong augmentation declares them among its own. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "strong-augmentation",
              "Strong random changes to images, in the methods that compare views of an image.",
              Set.of(ArtefactKind.PRETRAINED, ArtefactKind.FINETUNED),
              KIND,
              STRENGTH,
              CUTOUT)
          .forSingleMethods()
          .newerThanArtefacts();

  static StrongAugmentationConfig read(Section section) {
    return new StrongAugmentationConfig(
        section.get(KIND), section.get(STRENGTH), section.get(CUTOUT));
  }
}
